"""Special attributes of what is no guest's show nothing of it."""

from __future__ import annotations

import datetime
import types
from functools import partial
from typing import Any

import pytest
from belonging import own
from differential import running

from cloche.runtime import standins
from cloche.runtime.guards import versions
from cloche.runtime.guards.classes import make_class
from cloche.runtime.guards.dunders import READERS, SHOWS, _is_guests, class_namespace
from cloche.runtime.standins import known, real_of
from cloche.runtime.universe import ENTRIES
from cloche.runtime.universe.constructors import CLASSES


def _function() -> None: ...


_function.__dict__.update(
    __wrapped__=print, __slots__=("x",), __members__={}, __args__=(1,), __parameters__=(),
    __isabstractmethod__=True, __dataclass_fields__={}, __metadata__=(1,), __orig_bases__=(list,),
    __abstractmethods__=frozenset(), __origin__=list, __final__=True, __total__=True,
)  # fmt: skip
_function.__annotations__ = {"x": int}
_function.__defaults__ = ()


class _Holder:
    """A class of the host's, with everything under the name that a guest may ask for."""

    __slots__ = ("__dict__",)
    __wrapped__ = __members__ = __args__ = __origin__ = __parameters__ = __func__ = __self__ = print
    __match_args__ = ("x",)
    __metadata__ = __dataclass_fields__ = __orig_bases__ = __final__ = __override__ = print
    __type_params__ = __isabstractmethod__ = __total__ = __notes__ = __cause__ = __context__ = (
        __traceback__
    ) = print

    def method(self) -> None: ...


_Holder.method.__dict__.update(_function.__dict__)
_holder: Any = _Holder()
_holder.secret = print
#: Objects of the host's, or of the runtime's own.
FOREIGN = {
    "function": _function, "class": _Holder, "instance": _holder, "method": _holder.method,
    "static": staticmethod(_function), "classwise": classmethod(_function),
    "partial": partial(_function), "builtin": print, "builtin method": [].append, "module": types,
}  # fmt: skip
#: What is the same for everybody, or a copy that the reader makes.
HARMLESS = {
    "__class__": {"class"},  # that of `class` is `type`
    "__dict__": {"class", "partial", "static", "classwise"},
    "__mro__": {"class"}, "__bases__": {"class"}, "__base__": {"class"},
    "__type_params__": {"class"}, "__parameters__": {"class"},  # once `typing` is there
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_is_read_of_what_is_the_hosts(what, name):
    x = FOREIGN[what]
    with running():
        try:
            found = READERS[name](x)
        except (AttributeError, TypeError):
            return
    if name == "__class__":
        assert found is not type(x) or what not in ("instance", "module")
    else:
        assert what in HARMLESS.get(name, ()), found
        assert _Holder not in (found if type(found) is tuple else (found,))
        assert type(found) is not dict or "secret" not in found


class _Unknown(Exception):
    """Stands for an error of a library's."""


def test_the_order_of_classes_shows_none_that_is_not_known():
    with running():
        for kind in ENTRIES:
            assert all(known(real_of(each)) for each in READERS["__mro__"](kind)), kind


@pytest.mark.parametrize(
    ("error", "expected"),
    [(KeyError("text", 5, None), True), (KeyError(_holder), False), (_Unknown("text"), False)],
)
def test_an_error_from_outside_is_shown_if_it_is_but_a_text(error, expected):
    with running():
        raised = _raised(error)
        assert _is_guests(raised) is expected
        assert (READERS["__cause__"](_caused(raised)) is raised) is expected


def test_an_error_without_a_place_is_whose_it_is():
    with running():
        assert _is_guests(KeyError(_holder))


def test_an_error_of_the_guests_is_shown_whatever_it_holds():
    with running() as run:
        run.globals.update(E=KeyError, x=_holder)
        with pytest.raises(KeyError) as caught:
            exec("def f(): raise E(x)\nf()", run.globals)
        assert _is_guests(caught.value)


def _raised(error: Exception) -> Exception:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def _caused(error: Exception) -> Exception:
    outer = ValueError("outer")
    outer.__cause__ = error
    return outer


# --- What is the guest's ------------------------------------------------------------------------


def _own_function(run: Any) -> Any:
    exec("def f(*args: int, a: int = 1): __tick__(__ticks__)", run.globals)
    return run.globals["f"]


def test_attributes_of_its_own_are_the_very_dictionary():
    with running() as run:
        for x in (own()(), _own_function(run)):
            run.state.clear()
            assert READERS["__dict__"](x) is x.__dict__
            assert versions.OPENED in run.state
        with pytest.raises(AttributeError):
            READERS["__dict__"](own(__slots__=())())


def test_attributes_of_others_are_a_copy_that_is_paid_for():
    with running() as run:
        x = types.SimpleNamespace(**{f"a{n}": n for n in range(1_000)}, __secret__=1)
        found = READERS["__dict__"](x)
        assert found.keys() == x.__dict__.keys() - {"__secret__"}
        assert found is not x.__dict__
        assert versions.OPENED not in run.state
        assert run.budget.steps >= 1_000


def test_what_is_shown_of_a_class():
    with running() as run:
        method, zone = _own_function(run), datetime.tzinfo
        space = {"x": 1, "__len__": method, "__eq__": method, "__iter__": method, "__add__": 5}
        found = READERS["__dict__"](make_class("A", (), space))
        assert type(found) is types.MappingProxyType
        assert found.keys() == {*space, "__module__", "__doc__", "__hash__"}
        assert all(found[name] is space[name] for name in space)
        hidden = {"_abc_impl": 1, "__secret__": 1, "__weakref__": 1}
        assert class_namespace(own(**hidden)).keys().isdisjoint(hidden)
        assert "utcoffset" not in class_namespace(own(zone))
        assert class_namespace(own(zone, utcoffset=method))["utcoffset"] is method
        assert class_namespace(list) == class_namespace(_Holder) == {}
        before = run.budget.steps
        class_namespace(own(**{f"a{n}": n for n in range(1_000)}))
        assert run.budget.steps >= before + 1_000


def test_a_class_in_the_place_of_another_shows_all_its_bases(monkeypatch):
    with running():
        plain = own()
        made = type("list", (list, plain), {"__module__": "builtins"})
        monkeypatch.setattr(standins, "_TRUSTED", standins._TRUSTED | {made})
        assert READERS["__bases__"](made) == (CLASSES["list"], plain)


def test_classes_that_derive_from_it():
    with running() as run:
        kind = own()
        heirs = [own(kind) for _ in range(300)]
        type("Foreign", (kind,), {})
        before = run.budget.steps
        assert READERS["__subclasses__"](kind)() == heirs
        assert run.budget.steps >= before + 300
        for other in (own(type), list, _Holder, 5):
            with pytest.raises(AttributeError):
                READERS["__subclasses__"](other)


def test_what_stands_for_a_function_of_its_own_shows_that():
    with running() as run:
        mine, annotated = _own_function(run), {"args": int, "a": int}

        def standing() -> None: ...

        standing.__dict__.update({"__wrapped__": mine, "__match_args__": (), SHOWS: True})
        standing.__annotations__ = annotated
        for x in (standing, types.MethodType(standing, 1), staticmethod(standing)):
            assert READERS["__annotations__"](x) is annotated
        for x in (standing, types.MethodType(standing, 1)):
            assert READERS["__match_args__"](x) == ()
        assert READERS["__wrapped__"](standing) is mine
        mine.__annotations__ = annotated
        for x in (mine, types.MethodType(mine, 1), staticmethod(mine), classmethod(mine)):
            assert READERS["__annotations__"](x) is annotated
        for x in (staticmethod(mine), classmethod(mine)):
            assert READERS["__wrapped__"](x) is mine
        assert READERS["__wrapped__"](own(__wrapped__=5)()) == 5


def test_whether_it_is_abstract_is_paid_for():
    with running() as run:
        for _ in range(100):
            assert READERS["__isabstractmethod__"](property(_function)) is True
        assert run.budget.steps >= 100


def test_what_an_instance_or_its_class_has():
    with running():
        kind = own(__match_args__=("a",))
        x, slotted = kind(), own(kind, __slots__=("a",))()
        assert READERS["__match_args__"](x) == READERS["__match_args__"](slotted) == ("a",)
        x.__dict__.update(__match_args__=("b",), __total__=True)
        assert READERS["__match_args__"](x) == ("b",)
        assert READERS["__total__"](x) is True
        assert READERS["__match_args__"](own(kind)) == ("a",)
        for other in (own(_Holder), own(_Holder)()):
            with pytest.raises(AttributeError):
                READERS["__match_args__"](other)
        assert READERS["__annotations__"](own()) == {}
        assert READERS["__class__"](5) is CLASSES["int"]
