"""What C forgets to let go of: no object of a program's outlives its run, whatever C does."""

from __future__ import annotations

import gc
import itertools

import pytest

import cloche
from cloche.runtime.guards.hash_values import HASH
from harness import BOXES, assert_same

_OBJECTS = """
import weakref
class X: pass
alive = []
def new():
    x = X()
    alive.append(weakref.ref(x))
    return x
def parts(): return ("f", 1, 2, "t", 3, 4)
class Parts:
    def __init__(self, e): self.e = e
    def __iter__(self):
        for name in OF_SYNTAX: setattr(self.e, name, new())
        return iter(parts())
OF_SYNTAX = "filename lineno offset text end_lineno end_offset print_file_and_line".split()
OF_SYSTEM = "errno strerror filename filename2".split()
def attempt(f, *args):
    try: return f(*args)
    except (TypeError, ValueError, AttributeError) as error: return repr(error)
"""
#: Ways to initialise something that has attributes, or to hash what says something odd.
_WAYS = [
    "e = SyntaxError(*[new()] * 3)\ne.__init__('a', parts())",
    "e = SyntaxError('a', [new(), new(), new(), new()])\ne.__init__('a', parts())",
    "e = SyntaxError('a', [new() for _ in range(6)])\ne.__init__('a', parts()[:4])",
    "e = SyntaxError()\nfor name in OF_SYNTAX: setattr(e, name, new())\nfull = e.__dict__\n"
    "for _ in range(2): SyntaxError.__init__(e, new(), parts())",
    "e = SyntaxError('a', [new() for _ in range(6)])\nattempt(e.__init__, 'a', parts()[:5])",
    "e = SyntaxError('a', [new() for _ in range(6)])\nattempt(e.__init__, 'a', 5)",
    "e = SyntaxError('a', [new() for _ in range(6)])\nattempt(e.__init__, 'a', [new()])",
    "e = SyntaxError()\ne.__init__('a', Parts(e))",
    "e = TabError('a', [new() for _ in range(6)])\n"
    "for kind in (TabError, IndentationError, SyntaxError): kind.__init__(e, 'a', parts())",
    "class E(SyntaxError):\n    def __new__(cls, *args):\n"
    "        e = super().__new__(cls, *args)\n"
    "        for name in OF_SYNTAX: setattr(e, name, new())\n        return e\n"
    "E('a', parts())\nlist(map(E, 'ab', [parts(), parts()]))",
    "class E(IndentationError):\n    def __init__(self, *args):\n        self.text = new()\n"
    "        super().__init__(*args)\n        super().__init__(*args)\nE('a', parts())",
    "class E(OSError):\n    def __init__(self, *args):\n"
    "        for name in OF_SYSTEM: setattr(self, name, new())\n"
    "        super().__init__(*args)\nfor n in range(6): E(*parts()[1:n])",
    "class E(TimeoutError):\n    def __init__(self, *args):\n"
    "        for name in OF_SYSTEM: setattr(self, name, new())\n"
    "        OSError.__init__(self, *args)\n        TimeoutError.__init__(self, *args)\n"
    "E(1, 'b', 'c', None, 'd')",
    "class E(BlockingIOError):\n    def __init__(self, *args):\n"
    "        super().__init__(1, new(), new(), None, new())\n        super().__init__(*args)\n"
    "E(1, 'b', 'c', None, 'd')",
    *(
        f"class H{base}:\n    HASH\nattempt(hash, H())\nattempt({{}}.get, H())\nattempt(set, [H()])"
        .replace("HASH", method)
        for base in ("", "(list)", "(tuple)", "(str)")
        for method in (
            "def __hash__(self): return new()",
            "__hash__ = lambda self: [new()]",
            "def f(self): return new()\n    __hash__ = f",
            "pass\nH.__hash__ = lambda self: new()",
            "pass\nsetattr(H, '__hash__', lambda self: new())",
        )
    ),
    "class M(type): pass\nclass H(metaclass=M): pass\n"
    "M.__setattr__(H, '__hash__', lambda self: new())\nattempt(hash, H())",
]  # fmt: skip


@pytest.mark.parametrize("box", BOXES.values())
@pytest.mark.parametrize("way", _WAYS)
def test_nothing_is_left_behind(way: str, box: cloche.Sandbox) -> None:
    session = box.session()
    session.run(_OBJECTS)
    session.run(f"def run():\n    {way.replace(chr(10), chr(10) + '    ')}\nrun()")
    gc.collect()
    assert session.run("len(alive) > 0, [x for each in alive if (x := each()) is not None]") == (
        True,
        [],
    )


_SAME = f"""{_OBJECTS}
class System(OSError):
    def __init__(self, *args, given=()):
        for name in given: setattr(self, name, name)
        self.told = attempt(super().__init__, *args)
class Blocking(BlockingIOError):
    def __init__(self, *args, given=()):
        for name in given: setattr(self, name, name)
        self.told = attempt(super().__init__, *args)
class Numbered:
    def __index__(self): return 4
def text(e): return [attempt(f, e) for f in (str, repr)]
def state(e, names):
    return [e.args, e.__dict__, *text(e), *(getattr(e, name) for name in names)]
def systems(kind, args, given):
    e = kind(*args, given=given)
    return state(e, OF_SYSTEM), attempt(lambda: e.characters_written)
def syntaxes(kind, first, second):
    e = kind(*first)
    told = attempt(kind.__init__, e, *second)
    return told, state(e, ["msg", *OF_SYNTAX])
class Own(SyntaxError): pass
class Odd(IndentationError):
    def __init__(self, *args): pass
"""
_NUMBERS = [
    (), (1,), (1, "b"), (1, "b", "c"), (1, "b", None), (1, "b", "c", None, "d"), (1, "b", 3),
    (None, None), (1, "b", "c", None, None), (1, "b", "c", 4, "d", 6), ("only",),
]  # fmt: skip
_GIVEN = [(), ("filename",), ("errno", "strerror"), ("errno", "strerror", "filename", "filename2")]
_PARTS = [(), ("a",), ("a", ("f", 1, 2, "t")), ("a", ["f", 1, 2, "t", 3, 4]),
          ("a", ("f", 1, 2, "t", 3)), ("a", ("f", 1)), ("a", 5), ("a", None), ("a", "four"),
          ("a", ("f", 1, 2, "t"), 3), ("a", (None, None, None, None))]  # fmt: skip


@pytest.mark.parametrize("kind", ["System", "Blocking"])
def test_a_system_error_is_initialised_as_natively(kind: str) -> None:
    rows = [*itertools.product(_NUMBERS, _GIVEN)]
    assert_same(f"{_SAME}[systems({kind}, *row) for row in {rows}]")


@pytest.mark.parametrize("kind", ["SyntaxError", "TabError", "Own", "Odd"])
def test_a_syntax_error_is_initialised_as_natively(kind: str) -> None:
    rows = [*itertools.product([row for row in _PARTS if row[1:] not in [(5,), (None,)]], _PARTS)]
    assert_same(
        f"{_SAME}def begin(first, second): return syntaxes({kind}, first, second)\n"
        f"[attempt(begin, *row) for row in {rows}]"
    )


def test_mistakes_are_told_as_natively() -> None:
    assert_same(f"""{_SAME}
inits = SyntaxError.__init__, TabError.__init__, OSError.__init__, TimeoutError.__init__
subjects = 5, ValueError(), SyntaxError(), OSError(), KeyError
[str(attempt(f, x, 'a', 'four')) for f in inits for x in subjects]
""")


@pytest.mark.parametrize(
    "value", ["staticmethod(f)", "classmethod(f)", "property(f)", "C()", "C", "3", "[].pop"]
)
def test_a_hash_is_a_function(value: str) -> None:
    source = "def f(*_): return 1\nclass C:\n    def __call__(self): return 1\nclass X:\n    "
    for way in ("{}__hash__ = {}", "{}pass\nX.__hash__ = {}", "{}pass\nsetattr(X, '__hash__', {})"):
        with pytest.raises(cloche.GuestError, match="must be a function defined in the program"):
            cloche.run(way.format(source, value))


def test_hashes_are_what_they_are_natively() -> None:
    assert_same("""
class I(int): pass
def outcome(value):
    class X:
        def __hash__(self):
            'what it is'
            return value
    class Y(X): pass
    class Z(X):
        def __eq__(self, other): return True
        __hash__ = X.__hash__
    class N(X):
        def __eq__(self, other): return True
    seen = []
    for kind in (X, Y, Z, N):
        for ask in (hash, lambda x: {x: 1}[x], lambda x: hash((1, x)), lambda x: x.__hash__()):
            x = kind()
            try: seen.append(ask(x))
            except Exception as error: seen.append(repr(error))
    return seen, X.__hash__.__doc__, X.__hash__ is vars(X)['__hash__'] is Y.__hash__ is Z.__hash__
values = 0, 3, True, I(4), -1, 2**61 - 1, 2**80, -2**80, 'a', None, 1.0, [1]
[outcome(value) for value in values]
""")


def test_it_stands_before_functions_only() -> None:
    def method(_: object) -> int:
        return 3

    made = HASH.before_function(method)
    assert HASH.shown(made) is method
    assert HASH.before_function(object.__hash__) is object.__hash__


_LISTED = """
import weakref
from array import array
class X:
    def __iter__(self): return iter([1])
class A(array): pass
class G(list): pass
alive = []
def new(make=X):
    x = make()
    alive.append(weakref.ref(x))
    return x
def items():
    x = new()
    yield 1
def attempt(f, *args):
    try: return f(*args)
    except (TypeError, ValueError) as error: return repr(error)
def run():
    for code in ("a", "x", "é", "ab", "", 5, "w"):
        for made in (
            items(), iter([new()]), {new(): 1}, [new()], (new(),), G([new()]), new(),
            new(lambda: array("i", [1])), new(lambda: A("i", [1])), map(len, [new()]),
            new(lambda: {1}), "text", b"bytes", 5, new(lambda: G()),
        ):
            attempt(array, code, made)
            attempt(A, code, made)
            attempt(array, "i", made)
            attempt(array("i").extend, made)
"""


@pytest.mark.parametrize("box", BOXES.values())
def test_nothing_is_left_of_what_an_array_was_to_be_made_of(box: cloche.Sandbox) -> None:
    session = box.session()
    session.run(f"{_LISTED}run()")
    gc.collect()
    found = session.run("len(alive) > 0, [x for each in alive if (x := each()) is not None]")
    assert found == (True, [])


_CALLED = """
import weakref
from collections import Counter, OrderedDict, UserString
from functools import lru_cache
class X: pass
class L(list): pass
alive = []
def new(make=X):
    x = make()
    alive.append(weakref.ref(x))
    return x
def f(*args, **named): pass
class C:
    def __init__(self, *args, **named): pass
    def m(self, *args, **named): pass
    def __call__(self, *args, **named): pass
def bad():
    yield 1
    raise ValueError
class Raises:
    def keys(self): raise ValueError
    def __iter__(self): raise ValueError
class Shrinks(list):
    def __iter__(self):
        yield 1
        raise KeyError
cached = lru_cache(typed=True)(f)
"""
_CALLS = [
    f"{called}(*{operand}, {keywords})"
    for called in ("f", "C", "C().m", "C()", "cached", "print", "dict", "(lambda *a, **k: 0)")
    for operand in ("5", "bad()", "Raises()", "Shrinks()", "map(len, [5])", "None")
    for keywords in ("key=new()", "**{'key': new()}", "a=1, key=new(), **{'b': 2}")
] + [
    f"{called}({value}, key=new())"
    for called in (
        "dict", "OrderedDict", "Counter", "Counter().update", "{}.update", "OrderedDict().update",
        "sorted", "max", "vars().update",
    )
    for value in ("5", "bad()", "Raises()", "None")
] + [
    "UserString('a').encode(5, errors=new())", "str(5, errors=new())", "bytes(5, errors=new())",
    "property(fget=new(), fset=5, nobody=1)", "int(5, base=new())", "zip(5, strict=new())",
]  # fmt: skip


@pytest.mark.parametrize("box", BOXES.values())
def test_nothing_is_left_of_the_keywords_of_a_call_that_fails(box: cloche.Sandbox) -> None:
    calls = "\n".join(
        f"    try: {call}\n    except (TypeError, ValueError, KeyError): pass" for call in _CALLS
    )
    session = box.session()
    session.run(f"{_CALLED}def run():\n{calls}\nrun()")
    gc.collect()
    found = session.run("len(alive) > 20, [x for each in alive if (x := each()) is not None]")
    assert found == (True, [])
