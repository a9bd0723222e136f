"""What a metaclass of a guest's may have, what it sees, and what it gives the body of a class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from belonging import own
from differential import running

from cloche.runtime.guards.classes import TypeBasis
from cloche.runtime.guards.metaclasses import (
    check_metaclass,
    is_metaclass,
    own_checks,
    prepared,
    writes_classes,
)
from cloche.runtime.universe.constructors import CLASSES


@pytest.fixture(autouse=True)
def _running() -> Iterator[None]:
    with running():
        yield


def own_meta(**members: Any) -> Any:
    return own(type, **members)


def function(*args: Any, **named: Any) -> tuple[Any, Any]:
    """What it is given."""
    return args, named


def test_which_are() -> None:
    assert is_metaclass(own_meta())
    for other in (type, TypeBasis, own(object), type("Another", (type,), {}), 5):
        assert not is_metaclass(other)


@pytest.mark.parametrize(
    "space",
    [
        {}, {"plain": 5, "__private": 5, "other__": 5}, {"__classcell__": 5, "__orig_bases__": 5},
        {"__module__": "m", "__qualname__": "q", "__doc__": None}, {"__annotations__": {"x": int}},
        {"__call__": function, "__len__": function, "__setattr__": function},
        {"__prepare__": function, "__instancecheck__": function, "__subclasscheck__": function},
    ],
)  # fmt: skip
def test_what_it_may_have(space: dict[str, Any]) -> None:
    check_metaclass((TypeBasis,), space, TypeBasis)
    check_metaclass((own_meta(),), space, TypeBasis)


@pytest.mark.parametrize(
    ("space", "said"),
    [
        ({"mro": function}, "may not define mro"),
        *(({name: 5}, f"{name} of a metaclass must be a string")
          for name in ("__module__", "__qualname__", "__doc__")),
        ({"__doc__": type("S", (str,), {})()}, "__doc__ of a metaclass must be a string"),
        ({"__annotations__": None}, "__annotations__ of a metaclass must be a dict"),
        *(({"__len__": function, f"__{name}__": function}, f"may not define __{name}__")
          for name in ("hash", "eq", "getattr", "getattribute", "bool", "dir", "subclasses")),
    ],
)  # fmt: skip
def test_what_it_may_not_have(space: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        check_metaclass((TypeBasis,), space, TypeBasis)


@pytest.mark.parametrize("base", [object, type, type("Another", (type,), {})])
def test_what_it_may_not_derive_from(base: type) -> None:
    with pytest.raises(TypeError, match="derives from `type` and from metaclasses only"):
        check_metaclass((TypeBasis, base), {}, TypeBasis)


def test_a_check_of_its_own_sees_what_guests_hold() -> None:
    space: dict[str, Any] = {"__subclasscheck__": function, "__instancecheck__": function}
    own_checks(space)
    check = space["__subclasscheck__"]
    given, named = check(list, 5, x=list)
    assert given[0] is CLASSES["list"] is not list
    assert given[1:] == (5,)
    assert named == {"x": list}
    assert (check.__qualname__, check.__module__, check.__doc__, check.__annotations__) == (
        "function", __name__, "What it is given.", {},
    )  # fmt: skip
    assert space["__instancecheck__"] is function
    own_checks({})
    for other in (len, staticmethod(function), 5):
        with pytest.raises(TypeError, match="__subclasscheck__ of a metaclass must be a function"):
            own_checks({"__subclasscheck__": other})


class _Deletes:
    def __delete__(self, instance: object) -> None: ...


def test_whether_it_is_called_when_names_are_stored() -> None:
    read, told, deletes = 5, property(function), _Deletes()
    plain = own_meta(x=read, y=told, z=deletes, f=function)
    assert not writes_classes(plain, [])
    assert not writes_classes(plain, ["x", "f", "__setattr__", "__doc__", "__dict__", "other"])
    assert writes_classes(plain, ["x", "y"])
    assert writes_classes(plain, ["z"])
    assert writes_classes(own(plain), ["z"])
    for name in ("__setattr__", "__delattr__"):
        assert writes_classes(own_meta(**{name: function}), [])
        assert writes_classes(own(own_meta(**{name: function})), [])
    assert not writes_classes(own(type("Another", (type,), {"__setattr__": function})), ["x"])
    assert not writes_classes(type, ["__doc__", "__abstractmethods__"])


def preparing(space: Any) -> Any:
    return own_meta(__prepare__=classmethod(lambda cls, *args, **named: space(*args, **named)))


def test_the_body_has_a_namespace_of_its_own() -> None:
    space = {"x": 1, "_y": 2, "f": function}
    meta = preparing(lambda *args, **named: {**space, "given": (args, named)})
    assert prepared(meta, "A", (int,), {"z": 3}) == {**space, "given": (("A", (int,)), {"z": 3})}
    found = prepared(preparing(lambda *args: space), "A", (), {})
    assert found == space
    assert found is not space


@pytest.mark.parametrize("space", [None, type("D", (dict,), {})(), [("x", 1)]])
def test_the_namespace_is_a_dictionary(space: object) -> None:
    with pytest.raises(TypeError, match=r"Own.__prepare__\(\) must return a dict here"):
        prepared(preparing(lambda *args: space), "A", (), {})


@pytest.mark.parametrize(
    "key", [5, type("S", (str,), {})("y"), "__class__", "__attr__", "__len__", "len", "print"]
)
def test_names_that_are_not_its_to_give(key: object) -> None:
    with pytest.raises(TypeError, match=r"Own.__prepare__\(\) may not give"):
        prepared(preparing(lambda *args: {"x": 1, key: function}), "A", (), {})
