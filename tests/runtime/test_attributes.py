from __future__ import annotations

import sys
from typing import Any

import pytest
from by_hand import guest, result

from cloche.runtime.builtins.reflection import read
from cloche.runtime.guards.attributes import ATTR
from cloche.runtime.limits import Limits
from cloche.runtime.modules.loading import stand_in
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.namespace import namespace
from cloche.runtime.run import Run, current

SETUP = """
def f(x=1): T(); return x
class A:
    c = 5
    def __init__(self): T(); self.v = 1
    def m(self): T(); return 2
    def join(self, x): T(); return x
    @property
    def p(self): T(); return 3
a = A()
def gen(): T(); yield 1
g = gen()
try: {}['k']
except KeyError as caught: e = caught
class L(list): pass
class X(AttributeError): pass
l = L()
"""

#: What no way of asking may give.
UNREACHABLE = [
    "__globals__", "__code__", "__closure__", "__kwdefaults__", "__builtins__",
    "__getattribute__", "__reduce__", "__reduce_ex__", "__getstate__",
    "__del__", "__objclass__", "__text_signature__", "__weakref__", "__loader__",
    "__thisclass__", "__self_class__", "__instancecheck__", "__subclasshook__", "__prepare__",
    "__init_subclass__x", "__import__", "__class_cell__", "__flags__", "__basicsize__",
    "__dictoffset__", "__static_attributes__", "__firstlineno__",
    "gi_frame", "gi_code", "gi_yieldfrom", "cr_frame", "f_back", "f_globals", "tb_frame",
    "with_traceback", "obj", "__attr__", "__range__", "__registration__",
    "__compress__", "__ticks__", "__setstate__", "__getnewargs__", "__buffer__",
]  # fmt: skip
OBJECTS = [
    "f", "A", "a", "a.m", "A.m", "g", "e", "l", "L", "list", "dict", "str", "int", "type", "object",
    "super", "property", "range", "range(10**12)", "ValueError", "None", "5", "'x'", "[]", "{}",
    "len", "[].append", "str.upper", "list[int]", "list | None", "{}.keys()", "iter([])",
    "map(f, [])", "getattr", "__attr__.join('')", "__attr__.init__([])", "__attr__.init__(a)",
    "super(A, a)", "super(L, l)", "super(L, L)", "property(f)", "classmethod(f)", "staticmethod(f)",
    "type(f)", "type(g)", "type(None)", "type(A)", "vars(A)", "slice(1)", "AttributeError('x')",
    "X()", "A.p", "object()", "type(type(f))", "bytes.fromhex", "type(list[int])", "ExceptionGroup",
]  # fmt: skip


#: What only some of the guest's own objects have.
OF_OWN = {"__subclasses__": {"A", "L", "X"}}


@pytest.mark.parametrize("name", [*UNREACHABLE, *OF_OWN])
def test_unreachable(name: str) -> None:
    found = guest(SETUP + f"objects = [{', '.join(OBJECTS)}]\n", name=name)
    read = found["__builtins__"]["getattr"]
    run = Run(Limits())
    run.globals.update(found)
    run.own.update({found["A"], found["L"], found["X"]})
    token = run.enter()
    try:
        for text, x in zip(OBJECTS, found["objects"], strict=True):
            if text in OF_OWN.get(name, ()):
                read(x, name)
                continue
            with pytest.raises(AttributeError):
                pytest.fail(f"{text}.{name} is {read(x, name)!r}")
            assert not found["__builtins__"]["hasattr"](x, name), text
            assert read(x, name, 7) == 7
    finally:
        run.leave(token)


SAME = [
    ("getattr(a, 'v'), getattr(a, 'c'), getattr(a, 'p'), getattr(a, 'zz', 9)", (1, 5, 3, 9)),
    ("hasattr(a, 'm'), hasattr(a, 'zz')", (True, False)),
    ("setattr(a, 'v', 8), a.v", (None, 8)),
    ("delattr(a, 'v'), hasattr(a, 'v')", (None, False)),
    ("vars(a)", {"v": 1}),
    ("__attr__.dict__(a)", {"v": 1}),
    ("sorted(k for k in vars(A) if k[0] != '_')", ["c", "join", "m", "p"]),
    ("__attr__.join(a)(4)", 4),
    ("__attr__.join(A)(a, 4)", 4),
    ("__attr__.class__(a) is A, __attr__.class__(5) is int, __attr__.class__([]) is list",
     (True, True, True)),
    ("__attr__.len__([1])(), __attr__.getitem__('abc')(1), __attr__.contains__([1])(1)",
     (1, "b", True)),
    ("__attr__.add__(1)(2), __attr__.mul__('a')(2), __attr__.mod__('%d')(3)", (3, "aa", "3")),
    ("__attr__.eq__(1)(1), __attr__.lt__('a')('b'), __attr__.hash__(1)()", (True, True, 1)),
    ("__attr__.repr__([1])(), __attr__.str__(1)(), __attr__.format__(1.5)('.2f')",
     ("[1]", "1", "1.50")),
    ("__attr__.call__(f)(6)", 6),
    ("__attr__.get__(f)(7)()", 7),
    ("__attr__.self__(a.m) is a, __attr__.func__(a.m)(a)", (True, 2)),
    ("__attr__.annotations__(f)", {}),
    ("[k.__name__ for k in __attr__.mro__(bool)]", ["bool", "int", "object"]),
    ("__attr__.bases__(bool) == (int,), __attr__.base__(int) is object, __attr__.base__(object)",
     (True, True, None)),
    ("__attr__.args__(list[int]) == (int,), __attr__.origin__(list[int]) is list", (True, True)),
    ("__attr__.args__(int | None) == (int, type(None))", True),
    ("__attr__.cause__(e), __attr__.context__(e)", (None, None)),
    ("__attr__.sort(l)(), __attr__.extend(l)([2]), l[0]", (None, None, 2)),
    ("__attr__.format('{} {!r} {:>4}{x[k]}{y.v}')(1, 'a', 2, x={'k': 3}, y=a)", "1 'a'    231"),
    ("__attr__.format('{:{}}|{1}{0}')", "error"),
    ("__attr__.format('{0}{0!s:_^{w}}{{}}')(5, w=3)", "5_5_{}"),
    ("__attr__.format_map('{a}{b}')({'a': 1, 'b': 2})", "12"),
    ("__attr__.translate('abc')({97: 'xx', 98: None})", "xxc"),
    ("__attr__.replace('aaa')('a', 'b', 2), __attr__.center('a')(3, '*')", ("bba", "*a*")),
    ("__attr__.union({1})([2], (3,)), __attr__.issubset({1})([1])", ({1, 2, 3}, True)),
    ("__attr__.encode('é')(), __attr__.decode(b'a')('ascii')", ("é".encode(), "a")),
    ("__attr__.to_bytes(5)(2, 'little')", b"\5\0"),
    ("__attr__.setattr__(object)(a, 'q', 3), a.q", (None, 3)),
    ("__attr__.new__(object)(A).c", 5),
    ("__attr__.notes__(e) if e.add_note('n') is None else 0", ["n"]),
    ("__attr__.setitem__({})(1, 2)", None),
    ("dir(a)[-4:]", ["join", "m", "p", "v"]),
    ("type(f).__name__, type(g).__name__, type(a.m).__name__", ("function", "generator", "method")),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "expected"), SAME)
def test_reads(expression: str, expected: object) -> None:
    if expected == "error":
        assert callable(result(SETUP + f"r = {expression}", sorted=sorted))
        return
    assert result(SETUP + f"r = {expression}", sorted=sorted) == expected


@pytest.mark.parametrize(
    "expression",
    ["(5).join", "None.update", "[].join", "'x'.extend", "(x for x in ()).gi_frame",
     "list.join", "int.update"],
)  # fmt: skip
def test_the_error_is_cpythons(expression: str) -> None:
    text, name = expression.rsplit(".", 1)
    with pytest.raises(AttributeError) as caught:
        result(f"r = __attr__.{name}({text})")
    with pytest.raises(AttributeError) as native:
        eval(expression if name != "gi_frame" else "(x for x in ()).gi_fram")
    assert str(caught.value) == str(native.value).split(". Did")[0].replace("fram'", "frame'")


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{0.__class__.__subclasses__}", AttributeError),
        ("{0.__init__.__globals__}", AttributeError),
        ("{0.gi_frame}", AttributeError),
        ("{1}", IndexError),
        ("{a}", KeyError),
        ("{}{0}", ValueError),
        ("{0!x}", ValueError),
        ("{", ValueError),
    ],
)
def test_templates(template: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        guest("def g(): T(); yield 1\n__attr__.format(t)(g())", t=template)
    if error in (ValueError, IndexError, KeyError):
        with pytest.raises(error) as native:
            template.format(5)
        assert str(caught.value) == str(native.value) or "Unknown conversion" in str(native.value)


def test_a_field_in_a_field_holds_none() -> None:
    with pytest.raises(ValueError, match="Max string recursion exceeded"):
        guest("__attr__.format('{:{:{}}}')(1, 2, 3)")


def test_a_subclass_cannot_lie_about_its_text() -> None:
    source = """
class S(str):
    def __eq__(self, o): T(); return False
    def __hash__(self): T(); return 0
    def __str__(self): T(); return 'join'
    def __len__(self): T(); return 0
r = []
for n in ('__globals__', 'gi_frame', '__class__'):
    r.append(getattr(f, S(n), 0))
"""
    found = result("def f(): T()\n" + source)
    assert found[:2] == [0, 0]
    assert found[2].__name__ == "function"


def test_hidden_errors_give_nothing_away() -> None:
    source = """
r = []
for make in (lambda: [].nope, lambda: getattr(list, 'nope'), lambda: {}[type([])]):
    try: make()
    except Exception as e: r.append((e.args, getattr(e, 'obj', 0), __attr__.context__(e)))
"""
    for args, obj, context in result(source):
        assert obj == 0
        assert context is None
        assert list not in args


def _calls(function: Any, *args: Any) -> list[str]:
    """Return the kinds of the calls that *function* makes, its own among them."""
    made: list[str] = []
    before = sys.getprofile()
    sys.setprofile(lambda _, event, __: made.append(event))
    try:
        function(*args)
    finally:
        sys.setprofile(before)
    return [event for event in made if event.endswith("call")][:-1]  # of `setprofile`


def test_the_common_path_is_one_call_of_ours_and_four_of_c() -> None:
    run = Run(Limits(steps=None, seconds=None))
    token = run.enter()
    try:
        kind: Any = type("A", (), {"join": lambda self: 1, "__init__": lambda self: None})
        current().own.add(kind)
        for name in ("join", "init__"):
            guard = getattr(ATTR, name)
            guard(kind())
            calls = _calls(guard, kind())
            assert calls.count("call") == 1
            assert calls.count("c_call") <= 4
    finally:
        run.leave(token)


#: What makes an object, or makes it another one, and arguments it might take.
MAKERS = [
    f"__{name}__"
    for name in "init post_init setattr delattr set delete set_name init_subclass".split()
]
ARGUMENTS: list[tuple[Any, ...]] = [
    (), ("EVIL",), ("EVIL", "EVIL"), (int, None, "EVIL", 3), (("EVIL",),), ("__name__", "EVIL"),
]  # fmt: skip


def _state(x: Any) -> dict[str, Any]:
    """Return what *x* keeps in its dictionary and its slots."""
    if isinstance(x, type):
        return {"namespace": dict(type.__dict__["__dict__"].__get__(x))}
    found: dict[str, Any] = {}
    for kind in type(x).__mro__:
        for name, value in vars(kind).items():
            if type(value).__name__ in ("member_descriptor", "getset_descriptor"):
                try:
                    part = value.__get__(x)
                except Exception:
                    continue
                if type(part) is float:
                    part = repr(part)  # made anew, and a NaN is equal to nothing
                # What is written in C may make its value anew: a getter, and a slot of a number.
                made = type(value).__name__ != "member_descriptor" or type(part) in (str, int)
                found[name] = dict(part) if type(part) is dict else part if made else id(part)
    return found


def test_what_guests_share_is_not_made_again() -> None:
    run = Run(Limits(seconds=None))
    token = run.enter()
    try:
        shared: dict[str, Any] = dict(namespace(run, {}))
        for module in MODULE_NAMES:
            members = stand_in(module)
            shared[module] = members
            shared |= {f"{module}.{name}": read(members, name) for name in MODULE_NAMES[module]}
        # A module that each run makes for itself has members of its own.
        mine = set(run.modules)
        shared = {
            name: x
            for name, x in shared.items()
            if name not in mine and name.rpartition(".")[0] not in mine
        }
        for text, x in shared.items():
            if text.startswith("__"):
                continue
            before = _state(x)
            for holder in (x, type(x)):
                for name in MAKERS:
                    try:
                        method = read(holder, name)
                    except (AttributeError, TypeError):
                        continue
                    for arguments in ARGUMENTS:
                        try:
                            method(*(arguments if holder is x else (x, *arguments)))
                        except Exception:
                            continue
            assert _state(x) == before, text
    finally:
        run.leave(token)


@pytest.mark.parametrize("name", [type("N", (str,), {})("__globals__"), b"a", None])
def test_only_an_exact_name_is_read(name: Any) -> None:
    with pytest.raises(TypeError):
        read(print, name)
