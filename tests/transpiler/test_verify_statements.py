"""The verifier: statements, imports, patterns, and where an expression may hide."""

from __future__ import annotations

import pytest
from verifying import accepts, is_accepted, refuses, text

ACCEPTED = [
    "a = __load_module__('a')",
    "a = __load_module__('a.b')",
    "c = __load_submodule__('a.b')",
    "(x, z,) = __load_names__('a.b', 'x', 'y')",
    "from __future__ import annotations, division",
    "class C(B, metaclass=M, k=v): pass",
    "class C:\n __annotations__ = a",
    "class C:\n __annotations__ = a\n b.c: int",
    "class C:\n x: int\n y = __annotations__",
    "class C:\n x: int\n class D:\n  __annotations__ = __annotations__",
    "class C:\n __annotations__ = a\n def f(self):\n  {T}; x: int = 3",
    "assert a, b",
    "def f():\n {T}; raise a from b",
    "__result__ = a",
    "a = 1\n__result__ = f(a)",
    "match a:\n case __starred__([b, *c]): pass",
    "match a:\n case __rest__({'b': c, **d}): pass",
    "match a:\n case [1, -2, 'b', None, *_] | {'k': v, 1: w}: pass",
    "match a:\n case C(d, e=f) as g if g: pass",
    "match a:\n case __compared__(b.c) | 1+2j: pass\n case [_, x] | (x, _): pass\n case _: pass",
]
REFUSED = [
    # loops that need no step
    ("for x in (a.__class__, 2): pass", "__class__"),
    ("for x in [a, (b, c.__class__)]: pass", "__class__"),
    # what annotations are stored to
    ("class C:\n __annotations__ = a\n x: int", "a class with annotations binds"),
    ("class C:\n if b:\n  x: int\n b, (__annotations__, c) = a", "a class with annotations binds"),
    ("class C:\n __annotations__: int = a", "a class with annotations binds"),
    # not Python, and syntax nobody has thought about
    ("x = (", "cannot parse"),
    ("\0", "cannot parse"),
    ("x = '\ud800'", "cannot parse"),
    ("async def f(): await a", "does not tick first"),
    ("async def f():\n async with a: pass", "does not tick first"),
    ("async def f():\n async for a in __async_compress__(b, __ticks__): pass", "not tick first"),
    ("async def __a__(): pass", "may not stand here"),
    ("async def f(a=__ticks__): pass", "may not stand here"),
    ("async with a as (b, *c): pass", "a star in the target"),
    ("async with a as b.c: pass", "__writable__ is missing"),
    ("async for a in b: pass", "a loop does not tick"),
    ("async for a in __compress__(b, __ticks__): pass", "a loop does not tick"),
    ("for a in __async_compress__(b, __ticks__): pass", "a loop does not tick"),
    ("async for a in __async_compress__(b, c): pass", "a loop does not tick"),
    ("x = [a async for a in b]", "a loop does not tick"),
    ("x = [a async for a in __compress__(b, __ticks__)]", "a loop does not tick"),
    ("x = [a for a in __async_compress__(b, __ticks__)]", "a loop does not tick"),
    ("async for a, *b in __async_compress__(c, __ticks__): pass", "__async_unpack_each__ is"),
    (
        "async for a, *b in __async_compress__(__unpack_each__(c, 1), __ticks__): pass",
        "__async_unpack_each__ is",
    ),
    ("x = __async_compress__(a, __ticks__)", "may not be called here"),
    ("x = await __ticks__", "may not stand here"),
    ("import a", "Import "),
    ("from a import b", "an import without"),
    ("from . import b", "an import without"),
    ("from .__future__ import annotations", "an import without"),
    ("from a import *", "an import without"),
    ("from __future__ import barry_as_FLUFL", "barry_as_FLUFL"),
    ("from __future__ import annotations as a", "annotations"),
    ("def f():\n {T}; import os", "Import "),
    # imports
    ("b = __load_module__('a')", "another name"),
    ("b = __load_module__('a.b')", "another name"),
    ("a = __load_module__(a)", "literal strings"),
    ("a = __load_module__('a', 'b')", "other names"),
    ("a = __load_module__('__main__')", "__main__"),
    ("a = __load_submodule__('a.__builtins__')", "__builtins__"),
    ("a = __load_submodule__('a..b')", "no name"),
    ("a = b = __load_submodule__('a')", "literal strings"),
    ("__writable__(x).a = __load_submodule__('a')", "other names"),
    ("__import__ = __load_submodule__('a')", "__import__"),
    ("x = [__load_module__('a')]", "__load_module__"),
    ("(x, y) = __load_names__('a', 'x')", "other names"),
    ("(x,) = __load_names__('a', '__dict__')", "__dict__"),
    ("x = __load_names__('a', 'x')", "other names"),
    ("(*x,) = __load_names__('a', 'x')", "other names"),
    ("__load_module__('a')", "__load_module__"),
    # the result
    ("__result__ = 1\nx = 2", "__result__"),
    ("def f(): {T}; __result__ = 1", "__result__"),
    ("x = __result__ = 1", "__result__"),
    ("x = __result__", "__result__"),
    ("__result__: int = 1", "__result__"),
    ("global __result__", "__result__"),
    # patterns
    ("match a:\n case C(__class__=b): pass", "__class__"),
    ("match a:\n case C(join=b): pass", "the attribute join"),
    ("match a:\n case C(gi_frame=b): pass", "the attribute gi_frame"),
    ("match a:\n case C(__name__=b): pass", "__name__"),
    ("match a:\n case C(jo\u2071n=b): pass", "the attribute join"),
    ("match a:\n case __own__: pass", "__own__"),
    ("match a:\n case b as __own__: pass", "__own__"),
    ("match a:\n case __compared__(b.__class__): pass", "__class__"),
    ("match a:\n case {b.join: 1}: pass", "hashed natively"),
    ("match a:\n case {1: 2, b.c: 1}: pass", "hashed natively"),
    ("match a:\n case __own__(): pass", "__own__"),
    ("match a:\n case b if c == d: pass", "__operand__ is missing"),
    # everywhere an expression may hide
    ("def f(a=b.__class__): pass", "__class__"),
    ("def f(*, a=b.__class__): pass", "__class__"),
    ("def f(a: b.__class__): pass", "__class__"),
    ("def f() -> b.__class__: pass", "__class__"),
    ("def f(*a: b.__class__): pass", "__class__"),
    ("def f(**a: b.__class__): pass", "__class__"),
    ("@a.__class__\ndef f(): pass", "__class__"),
    ("@a.__class__\nclass C: pass", "__class__"),
    ("class C(a.__class__): pass", "__class__"),
    ("class C(k=a.__class__): pass", "__class__"),
    ("x: a.__class__", "__class__"),
    ("(x): a.__class__ = 1", "__class__"),
    ("x = __piece__(a[__key__(b.__class__):])", "__class__"),
    ("x = a[1:__key__(b.__class__), 2]", "__class__"),
    ("__changing__(a)[__key__(b.__class__), 1] = c", "__class__"),
    ("__changing__(a.__class__)[0] = c", "__class__"),
    ("del __changing__(a)[__key__(b.__class__)]", "__class__"),
    ("try: pass\nexcept __tick__(__ticks__) and (a.__class__): pass", "__class__"),
    ("assert a, b.__class__", "__class__"),
    ("raise a from b.__class__", "__class__"),
    ("with a.__class__: pass", "__class__"),
    ("x = [1 for a in __compress__(b, __ticks__) if a.__class__]", "__class__"),
    ("x = lambda a=b.__class__: {T} and (1)", "__class__"),
    ("x = lambda: {T} and (a.__class__)", "__class__"),
    ("x = f'{__shown__(a.__class__)}'", "__class__"),
    ("x = f'{__formatted__(1):{__spec__(a.__class__)}}'", "__class__"),
    ("x = __times__(1, a.__class__)", "__class__"),
    ("x = __attr__.join(a.__class__)", "__class__"),
    ("f(*__drain__(a.__class__), **__mapping__(b))", "__class__"),
    (
        "__t1__ = a.__class__; "
        "__changing__(__t1__)[0] = __inplace_times__(__t1__[0], b); del __t1__",
        "__class__",
    ),
    (
        "__t1__ = a; "
        "__changing__(__t1__)[0] = __inplace_times__(__t1__[0], b.__class__); del __t1__",
        "__class__",
    ),
    ("a = __inplace_times__(a, b.__class__)", "__class__"),
    ("__result__ = a.__class__", "__class__"),
    ("x = a.__class__ if b else c", "__class__"),
    ("x = {__key__(a.__class__): b}", "__class__"),
    ("def f():\n {T}\n return a.__class__", "__class__"),
    ("def f():\n {T}\n yield a.__class__", "__class__"),
    ("def f():\n {T}\n yield from __delegate__(a.__class__)", "__class__"),
    ("x: int = a.__class__", "__class__"),
    ("x = __load_names__('a')", "other names"),
    ("() = __load_names__('a')", "other names"),
    ("a = __load_module__(1)", "takes literal strings only"),
]


test_accepted = accepts(ACCEPTED)
test_refused = refuses(REFUSED)


#: What only a text may hold: CPython compiles nothing of it.
UNGUARDED = ["a * b", "a | b", "b[a:d]", "{a: b}", "a.join", "[c for c in a]", "f'{a:>{b}}'"]


@pytest.mark.parametrize("hint", UNGUARDED)
def test_annotations_that_are_texts_are_passed_over(hint):
    places = [f"def f(a: {hint}): pass", f"def f() -> {hint}: pass", f"x: {hint} = 1"]
    places.append(text(f"def f():\n def g(a: {hint}): pass\n {{T}}; return g"))
    for place in places:
        program = f"from __future__ import annotations\n{place}"
        assert is_accepted(program)
        assert not is_accepted(place)
        assert not is_accepted(f"{program}\ny = {hint}")
        assert not is_accepted(program.replace("a", "__own__"))
