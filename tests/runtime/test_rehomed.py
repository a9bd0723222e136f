"""Copies of the library's Python: they lead to nothing but what they use."""

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

from cloche.runtime.rehomed import adopt, named_tuple, ordered, rehomed, remade

HOST = """
secret = object()
helper = list
__hidden__ = 1
def f(a, b=2, *, c=3):
    "What it says."
    return helper([a, b, c]), (lambda: inner(max)), __hidden__
def inner(*args): ...
class Base:
    f = f
    g = f
    kept = 1
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
class Nearer(Base):
    def g(self): ...
"""


def _host() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "host"}
    exec(HOST, names)
    return names


def _is_copy(made: Any, of: Any) -> bool:
    """Tell whether *made* does what the function *of* does, and leads nowhere."""
    if type(made) is not FunctionType or made is of or made.__code__ is not of.__code__:
        return False
    return made.__globals__ is not of.__globals__ and "secret" not in made.__globals__


def test_a_copy_has_the_names_that_it_uses() -> None:
    names = _host()
    made = rehomed(names["f"])
    assert _is_copy(made, names["f"])
    found = dict(made.__globals__)
    assert found.pop("__builtins__") == {"max": max}
    assert found.pop("__name__") != "host"
    assert found == {"helper": list, "inner": names["inner"]}
    assert made.__defaults__ == (2,)
    assert made.__kwdefaults__ == {"c": 3}
    assert made.__doc__ == "What it says."
    assert (made.__qualname__, made.__module__) == ("f", "host")


def test_what_is_kept_on_a_function_comes_along_but_what_is_behind_it_does_not() -> None:
    names = _host()
    names["f"].__isabstractmethod__ = True
    names["f"].__wrapped__ = names["inner"]
    assert vars(rehomed(names["f"])) == {"__isabstractmethod__": True}


@pytest.mark.parametrize("wrap", [classmethod, staticmethod])
def test_what_is_in_a_method_is_copied(wrap: Any) -> None:
    f = _host()["f"]
    made = rehomed(wrap(f))
    assert type(made) is wrap
    assert _is_copy(made.__func__, f)


def test_each_part_of_a_property_is_copied() -> None:
    names = _host()
    f, inner = names["f"], names["inner"]
    made = rehomed(property(f, inner, f, "told"))
    assert made.__doc__ == "told"
    assert _is_copy(made.fget, f)
    assert _is_copy(made.fset, inner)
    assert _is_copy(made.fdel, f)


@pytest.mark.parametrize("value", [1, len, "".join, int, None])
def test_what_is_no_python_stays_as_it_is(value: object) -> None:
    assert rehomed(value) is value


def test_comparisons_that_functools_made_are_copied_and_others_are_not() -> None:
    class Own:
        def __lt__(self, other: object) -> bool:
            return True

        __le__: Any = len

    before = {**vars(Own)}
    kind = ordered(functools.total_ordering(Own))
    assert (kind.__lt__, kind.__le__) == (before["__lt__"], before["__le__"])
    for name in ("__gt__", "__ge__"):
        assert "total_ordering" not in vars(kind)[name].__globals__
        assert kind().__gt__(1) is False


def test_comparisons_that_are_missing_stay_so() -> None:
    kind = type("Kind", (), {})
    before = {**vars(kind)}
    assert ordered(kind) is kind
    assert {**vars(kind)} == before


def test_what_collections_wrote_for_a_named_tuple_is_copied() -> None:
    kind: Any = namedtuple("kind", "x y")
    ours = FunctionType((lambda self: 1).__code__, {"__name__": "cloche.runtime.sample"})
    kind._asdict = ours
    before = {**vars(kind)}
    named_tuple(kind)
    assert kind._asdict is ours
    for name in ("__repr__", "_replace"):
        assert vars(kind)[name].__globals__ is not before[name].__globals__
    assert repr(kind(1, 2)._replace(x=3)) == "kind(x=3, y=2)"
    derived = type("Derived", (kind,), {})
    named_tuple(derived)
    assert "_replace" not in vars(derived)


def test_only_instances_are_made_again() -> None:
    assert remade(list, [1], (2,)) == [2]
    for wrong in (list, (1,), type):
        with pytest.raises(TypeError, match="a list is needed"):
            remade(list, wrong, (2,))


def _adopted(*special: str) -> tuple[Any, dict[str, Any]]:
    names = _host()
    ours: Callable[..., Any] = FunctionType(
        names["inner"].__code__, {"__name__": "cloche.runtime.sample"}
    )
    between = type("Between", (names["Nearer"],), {"written": ours})
    kind = type("Kind", (between,), {"f": names["inner"], "written_too": ours})
    adopt(kind, *special)
    return kind, names


def test_a_class_of_ours_gets_copies_of_what_it_inherits() -> None:
    kind, names = _adopted()
    found = vars(kind)
    assert found["f"] is names["inner"]  # its own
    assert _is_copy(found["g"], names["Nearer"].g)
    assert {"kept", "written", "__len__", "__iter__"}.isdisjoint(found)


def test_a_class_of_ours_gets_the_special_methods_that_are_named() -> None:
    kind, names = _adopted("__len__")
    assert _is_copy(vars(kind)["__len__"], names["Base"].__len__)
    assert "__iter__" not in vars(kind)
