"""The verifier: literals, and names that may or may not be spelt."""

from __future__ import annotations

import pytest
from verifying import accepted, refused, text

ACCEPTED = [
    # nothing and literals
    "",
    "pass",
    "'doc'\nx = 1",
    "x = (None, True, ..., 1, 1.5, 2j, 'a', b'b', -1)",
    "x = [1, y]; z = {1: y}; w = {__key__(y), (1, __key__(y)), 2}",
    "x = 'a' 'b' f'c'",
    # dunders that are variables
    "__str__ = 1; __version__ = '1'; x = __str__",
    "def f(__eq__, *, __lt__=1, **__ne__): {T}; __ge__ = __eq__; return f(__eq__=__ge__)",
    "def __getattr__(a):\n {T}; global __str__\n def __str__(b): {T}; return __repr__\n return 1",
    "def f():\n {T}; __len__ = 1\n def g():\n  nonlocal __len__\n  {T}; del __len__\n return g",
    "for __iter__, a in __compress__(b, __ticks__): pass",
    "class C:\n for __len__ in __compress__(b, __ticks__): pass",
    # names
    "x = __name__; y = __doc__; z = __debug__",
    "__all__ = ['a']; __version__ = '1'; __all__ += __inplace_addend__(['b'])",
    "__author__, x = a",
    "class C:\n __slots__ = ('a', '_b')\n __match_args__ = ('a',)\n __hash__ = None",
    "class C:\n __slots__ = ('a', '__dict__', '__weakref__')",
    "class C:\n __slots__ = 'a'\n __doc__ = 'x'\n __module__ = __name__",
    "class C:\n __slots__: tuple = ()",
    "class C:\n def __init__(self): {T}; __class__\n __str__ = __repr__ = a\n x = __str__",
    "class C:\n def __hidden(self, __x): {T}; return self.__x",
    "x: int = 1\ny: str",
    "def f(a: int = b, *c: d, e: g = 1, **h) -> i: {T}; return a",
    "def f():\n def g():\n  nonlocal x\n  {T}; x = 1\n {T}; x = 2; return g",
    "def f():\n {T}; import_ = 1; return",
    "async_ = await_ = 1",
]
REFUSED = [
    # dunders that are no variables
    *(
        (each.replace("%", name), "may not stand here")
        for name in (
            "__class__",
            "__classdict__",
            "__debug__",
            "__name__",
            "__builtins__",
            "__build_class__",
            "__import__",
            "__tick__",
            "__attr__",
            "__t0__",
            "__annotations__",
            "__conditional_annotations__",
            "__type_params__",
            "__x__",
            "__slots__",
        )
        for each in (
            "def f(%): pass",
            "def f():\n global %",
            "def f():\n nonlocal %",
            "for % in __compress__(b, __ticks__): pass",
            "def %(): pass",
            "class C:\n class %: pass",
            "del %",
            "f(%=1)",
            "with a as %: pass",
            "match a:\n case %: pass",
            "x = [% := 1]",
        )
        if (name, each) != ("__debug__", "f(%=1)")
    ),
    ("class C:\n __del__ = a", "may not stand here"),
    ("class C:\n for __doc__ in __compress__(b, __ticks__): pass", "may not stand here"),
    # names
    ("x = __builtins__", "__builtins__"),
    ("x = __import__('os')", "__import__"),
    ("x = __build_class__", "__build_class__"),
    ("x = __slots__", "__slots__"),
    ("x = __file__", "__file__"),
    ("__builtins__ = 1", "__builtins__"),
    ("__name__ = 1", "__name__"),
    ("__class__ = 1", "__class__"),
    ("def __getattro__(name): {T}; return 1", "__getattro__"),
    ("def f(): {T}; __every__ = 1", "__every__"),
    ("def f(__x__): pass", "__x__"),
    ("def f(*__x__): pass", "__x__"),
    ("def f(*, __x__): pass", "__x__"),
    ("def f(__x__, /): pass", "__x__"),
    ("def f(**__x__): pass", "__x__"),
    ("x = lambda __ticks__: {T} and (1)", "__ticks__"),
    ("f(__x__=1)", "__x__"),
    ("class C(__x__=1): pass", "__x__"),
    ("class __C__: pass", "__C__"),
    ("def f():\n global __tick__\n {T}", "__tick__"),
    ("def f():\n {T}\n def g():\n  nonlocal __tick__\n  {T}", "__tick__"),
    ("for __numbers__ in __compress__(a, __ticks__): pass", "__numbers__"),
    ("with a as __own__: pass", "__own__"),
    ("x = (__own__ := 1)", "__own__"),
    ("x = [1 for __own__ in __compress__(a, __ticks__)]", "__own__"),
    ("del __own__", "__own__"),
    ("__own__ += 1", "__own__"),
    ("__own__: int = 1", "__own__"),
    ("x, (*__own__, y) = __unpack__(a, 2)", "__own__"),
    ("class C:\n def __del__(self): pass", "__del__"),
    ("class C:\n __del__ = a", "__del__"),
    ("class C:\n __class__ = a", "__class__"),
    ("class C:\n __getattribute__ = a", "__getattribute__"),
    ("class C:\n def __slots__(self): pass", "__slots__"),
    ("class C:\n class __calls__: pass", "__calls__"),
    ("class C:\n for __slots__ in __compress__(a, __ticks__): pass", "__slots__"),
    ("class C:\n x = __slots__", "__slots__"),
    ("class C:\n __slots__ = a", "not made of literal names"),
    ("class C:\n __slots__ = ('__class__',)", "__class__"),
    ("class C:\n __match_args__ = ('__dict__',)", "__dict__"),
    ("class C:\n __slots__ = ['a', b]", "not made of literal names"),
    ("class C:\n __slots__ = (*__drain__(a),)", "not made of literal names"),
    ("class C:\n __slots__ = ('__class__',)", "__class__"),
    ("class C:\n __slots__ = ('a b',)", "not made of literal names"),
    ("class C:\n x = __slots__ = ['a']", "__slots__"),
    ("class C:\n __slots__ += ('a',)", "__slots__"),
    ("class C:\n __slots__, x = a", "__slots__"),
    ("class C:\n __match_args__ = ('join',)", "the attribute join"),
    ("class C:\n __match_args__ = ('__class__',)", "__class__"),
    ("class C:\n __match_args__: tuple = a", "not made of literal names"),
    ("__slots__ = ('a',)", "__slots__"),
    ("def f(): {T}; __match_args__ = ('a',)", "__match_args__"),
    ("class C:\n def f(self): {T}; return __slots__", "__slots__"),
    ("class C:\n x = [__slots__ for a in __compress__(b, __ticks__)]", "__slots__"),
    (
        "class C:\n x = [1 for a[__store_key__(__slots__)] in __compress__(b, __ticks__)]",
        "__slots__",
    ),
    ("x = __\u2071mport__('os')", "__import__"),
    ("x = a.__cla\u017f\u017f__", "__class__"),
    ("f(__\u02e3__=1)", "__x__"),
    ("x = a.jo\u2071n", "the attribute join"),
    ("__name__ = __inplace_times__(__name__, a)", "__name__"),
]


@pytest.mark.parametrize("guarded", [*map(text, ACCEPTED)])
def test_accepted(guarded: str) -> None:
    accepted(guarded)


@pytest.mark.parametrize(("guarded", "reason"), REFUSED)
def test_refused(guarded: str, reason: str) -> None:
    refused(text(guarded), reason)
