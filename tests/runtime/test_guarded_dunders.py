"""Special attributes of what is no guest's show nothing of it."""

from __future__ import annotations

import types
from functools import partial
from typing import Any

import pytest
from differential import running

from cloche.runtime.guards.dunders import READERS, _is_guests
from cloche.runtime.standins import known, real_of
from cloche.runtime.universe import ENTRIES


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
