"""Lists in aliases, whose items change the list while the alias is printed.

CPython 3.13 reads freed memory there, so each way to print one is tried in a process of its own.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from types import GenericAlias
from typing import Any, Final

import pytest
from differential import running
from tests.sampling import share

import cloche
from cloche.runtime.guards.aliases import alias
from cloche.runtime.guards.listed import LOOKS_INTO, Listed, arguments_of, settling

_BEGINNING: Final = """
import collections, copy, dataclasses, enum, functools, inspect, io, logging, string, typing
class X:
    def __getattr__(self, name):
        if on:
            l.clear()
            junk.extend(bytes(16 + 8 * i) for i in range(40))
        raise AttributeError(name)
on, junk = False, []
l = [X() for i in range(50)]
T = typing.TypeVar("T")
class D(dict): pass
class E(enum.Enum): A = 1
def has(a): pass
"""
#: `a`: an alias.
_ALIASES: Final = (
    "dict[int, l]", "list[l]", "list[T][l]", "D[int, l]", "list[list[l]]", "tuple[int, l, str]",
    "typing.Callable[l, int]", "collections.abc.Callable[l, int]", "int | list[l]",
    "dict[T, list[l]][int]", "[*tuple[l]][0]", "typing.List[list[l]]", "copy.copy(dict[int, l])",
    "collections.deque[l]", "dict[int, ({'k': dict[int, l]},)]", "functools.partial[l]",
    "typing.Optional[list[l]]", "typing.get_type_hints(has)['a']", "list[[[list[l]]]]",
)  # fmt: skip
_PRINTED: Final = (
    "repr(a)", "str(a)", "f'{a}'", "f'{a!r}'", "format(a)", "'{}'.format(a)", "'%s' % a",
    "'%r' % (a,)", "print(a)", "print([a], {1: a})", "a[int]", "[].index(a)", "E(a)",
    "collections.deque().index(a)", "inspect.signature(has)", "ascii(a)", "repr({a: 1})",
    "repr(dataclasses.make_dataclass('R', [('f', a)]).__dataclass_fields__)", "dict()[(a,)]",
    "repr(dataclasses.field(default=a))", "string.Template('$x').substitute(x=a)",
    "repr(ValueError(a))", "repr(functools.partial(len, a))", "io.StringIO().write(a)",
    "repr(a | None)", "typing.cast(a, 1)", "typing.get_args(a).index(1)", "repr(slice(a))",
    "(_ for _ in ()).throw(ValueError(a))", "(_ for _ in ()).throw(KeyError(a))",
)  # fmt: skip

_CHILD: Final = """
import sys
from tests.runtime.test_listed import run_all
run_all(sys.argv[1] == "True")
"""


def _turned(by: int) -> tuple[str, ...]:
    """Return all ways, beginning elsewhere: so that each alias has others where some are run."""
    first = by % len(_PRINTED)
    return _PRINTED[first:] + _PRINTED[:first]


def run_all(optimize: bool) -> None:
    """Print each alias in each way, a process for each alias."""
    box = cloche.Sandbox(optimize=optimize)
    box.run(f"{_BEGINNING}0")  # what it imports is there for all
    for at, form in enumerate(_ALIASES):
        process = os.fork()
        if not process:
            for printed in share(_turned(at + optimize), 12):
                made = f"has.__annotations__ = {{'a': list[l]}}\na = {form}\n"
                made += f"has.__annotations__ = {{'a': a}}\non = True\n{printed}\n0"
                try:
                    box.run(_BEGINNING + made)
                except cloche.GuestError as error:
                    repr(error)
                    if "Listed" in str(error):
                        os.write(1, f"shown {form} {printed}\n".encode())
            os._exit(0)
        if code := os.waitpid(process, 0)[1]:
            os.write(1, f"crash {code} {form}\n".encode())


@pytest.mark.parametrize("optimize", [True, False])
def test_nothing_is_read_that_was_freed(optimize: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(optimize)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("", 0), done.stderr[-2000:]


_FAITHFUL: Final = """
import typing, copy
T = typing.TypeVar("T")
class Named:
    __slots__ = ()
    def __getattr__(self, name):
        if name in ("__qualname__", "__module__"):
            return "builtins" if name == "__module__" else "Q"
        raise AttributeError(name)
class Inner:
    class C: pass
l = [int, str, Inner.C, ..., None, 1, "a", list[int], [int], (int,), len, Inner, int | str, T]
l += [Named(), typing.Any]
out = [dict[int, l], list[l], list[T][[int]], tuple[int, l, str], list[list[l]], list[[]],
       list[l, []], [*tuple[l]][0], copy.copy(list[l]), int | list[l], copy.deepcopy(list[[int]])]
out = [x.partition(" object at")[0] for a in out for x in (repr(a), str(a), f"{a}", "%s" % (a,))]
a = dict[int, l]
out += [a.__args__[1] is l, a.__args__ == (int, l), typing.get_args(a)[1] is l, type(a.__args__[1])]
out[-1] = out[-1] is list
out += [list[[int]] == list[[int]], list[[int]] == list[[str]], list[[int]] != list[int]]
out += [a == a, list[l] == list[[*l]], getattr(a, "__args__")[1] is l]
out += [a.__parameters__ == (), [*tuple[l]][0].__args__[0] is l]
l.append(7); out.append(repr(a)[-12:])
def wrong(f):
    try: f()
    except Exception as error: out.append(repr(error).partition(" object at")[0])
for f in (lambda: hash(a), lambda: {a: 1}, lambda: a[int], lambda: [].index(list[[int]]),
          lambda: list[T][[int], 2]): wrong(f)
out
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_what_is_printed_is_cpythons(optimize: bool) -> None:
    native: dict[str, Any] = {"__name__": "__main__"}
    exec(_FAITHFUL, native)
    assert cloche.Sandbox(optimize=optimize).run(_FAITHFUL) == native["out"]


_SUBSCRIPTED: Final = """
import collections, functools, inspect, sys, time, typing
N = collections.namedtuple("N", "a b")
class P(typing.NamedTuple): a: int
class Q(N): pass
class R(tuple): pass
class S(enumerate): pass
class D(collections.deque): pass
kinds = [N, P, Q, R, S, D, type(functools.lru_cache(len).cache_info()), type(iter([])),
         type(enumerate([])), type({}.keys()), type(time.gmtime()), type((x for x in ()))]
kinds += [tuple, list, dict, set, frozenset, type, enumerate, slice, range, map, zip]
for module in modules():
    kinds += [getattr(module, name, None) for name in dir(module)]
made = []
def get(f):
    try: made.append(f())
    except Exception: pass
for k in kinds:
    get(lambda: k[[int]])
    get(lambda: k[int, [int]])
    get(lambda: k.__class_getitem__([int]))
    get(lambda: super(k, k).__class_getitem__([int]))
    get(lambda: typing.get_type_hints(has(k))["a"])
def has(k):
    def f(a): pass
    f.__annotations__ = {"a": k[["int"]]}
    return f
look()
len(made)
"""
_MODULES: Final = """
abc array asyncio collections collections.abc contextlib csv dataclasses datetime decimal difflib
enum fractions functools graphlib heapq inspect io itertools json operator random re statistics
string textwrap time types typing urllib.parse uuid weakref
""".split()


@pytest.mark.parametrize("optimize", [True, False])
def test_no_class_gives_an_alias_with_a_list_that_c_looks_into(optimize: bool) -> None:
    before = _with_lists()  # what tests have made natively
    found: list[GenericAlias] = []

    def look() -> None:
        found.extend(each for each in _with_lists() if all(each is not old for old in before))

    imports = "".join(f"import {name}\n" for name in _MODULES)
    source = _SUBSCRIPTED.replace("modules()", f"[{', '.join(_MODULES)}]")
    assert cloche.Sandbox(tools={"look": look}, optimize=optimize).run(imports + source) > 100
    assert (not found) == LOOKS_INTO, found


def _with_lists() -> list[GenericAlias]:
    known = [each for each in gc.get_objects() if type(each) is GenericAlias]
    return [each for each in known if list in map(type, each.__args__)]


class Shown:
    """Has attributes that an alias asks for, as they are given; `repr` is longer."""

    def __init__(self, **given: Any) -> None:
        self.__dict__ |= given

    def __repr__(self) -> str:
        return f"Shown {[*vars(self)]}"


class Emptying:
    """Takes out what comes after it when it is asked."""

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def __getattr__(self, name: str) -> Any:
        del self.items[1:]
        raise AttributeError(name)

    def __repr__(self) -> str:
        return "Emptying"


class Text(str):
    """A text of a guest's."""


@pytest.mark.parametrize(
    "item",
    [
        ..., 1, "a", int, Shown, None, list[int], [1],
        Shown(__origin__=1), Shown(__args__=1), Shown(__origin__=1, __args__=1, __qualname__="a"),
        Shown(__qualname__="a"), Shown(__qualname__="a", __module__=None),
        Shown(__qualname__="a", __module__=5), Shown(__qualname__="a", __module__="builtins"),
        Shown(__qualname__="a", __module__=Text("builtins")), Shown(__qualname__=5, __module__="m"),
        Shown(__args__=1, __qualname__="a", __module__="m"),
        Shown(__origin__=1, __qualname__="a", __module__="m"),
    ],
)  # fmt: skip
def test_what_is_printed_of_an_item(item: Any) -> None:
    found = repr(Listed([item, 1]))
    if LOOKS_INTO:
        assert f"list[{found}]" == repr(GenericAlias(list, ([item, 1],)))
    elif "__origin__" in repr(item) and "__args__" in repr(item):
        assert found == f"[{item!r}, 1]"
    else:
        assert found == repr(GenericAlias(list, (item, 1))).removeprefix("list")


def test_a_list_that_is_emptied_as_it_is_printed() -> None:
    items: list[Any] = []
    items += [Emptying(items), 1, 2]
    assert repr(Listed(items)) == "[Emptying]"


def test_what_a_class_gives_is_kept_with_its_lists() -> None:
    plain, one = GenericAlias(dict, (int, str)), [str]
    for each in (5, None, [one], plain, int | str):
        assert settling(each) is each
    for found in (GenericAlias(dict, (int, one)), next(iter(GenericAlias(tuple, (one,))))):
        made = settling(found)
        assert type(made) is GenericAlias
        assert (made.__origin__, made.__unpacked__) == (found.__origin__, found.__unpacked__)
        assert arguments_of(made) == found.__args__
        assert (Listed in map(type, made.__args__)) == LOOKS_INTO


def test_an_alias_has_no_list_that_c_looks_into() -> None:
    with running():
        made = alias(dict, (int, [str]))
    assert type(made) is GenericAlias
    assert arguments_of(made) == (int, [str])
    assert (type(made.__args__[1]) is Listed) == LOOKS_INTO
