"""Which keys an OrderedDict takes: asked in this process, where nothing is compared if all is well.

What becomes of C where a key is taken is seen in processes of their own (`test_ordered_keys.py`).
"""

from __future__ import annotations

import datetime
import re
from types import GenericAlias, MethodType
from typing import Any
from weakref import ref

import pytest
from differential import running
from ordered_keys import HELD, IMPORTS, KEYS, SAFE, WAYS, natively

import cloche
from cloche.runtime.guards import ordered_keys
from cloche.runtime.guards.ordered_keys import check_key, is_taken
from sampling import halved

BOXES = {
    mode: cloche.Sandbox(limits=cloche.Limits(steps=10**8), optimize=mode == "optimize")
    for mode in ("optimize", "plain")
}
TRIED = """
results = []
make = KEYS[which]
for name, way in WAYS.items():
    for new in (OrderedDict, Own, Bare, before.copy):
        if new is Bare and name in ("made", "init", "ror"):
            continue  # its `__init__` takes nothing
        try:
            way(new(), make(1))
            results.append((name, "taken"))
        except Exception as e:
            said = type(e).__name__ + " " + str(e)
            if which not in WORDS or WORDS[which] not in said:
                if not said.startswith("TypeError an OrderedDict takes no key of type "):
                    results.append((name, said))
results
"""
#: What is refused before that, since nobody may hash it.
WORDS = "WORDS = {'referred to': \"TypeError a key of type 'ReferenceType' n\"}\n"
NAMES = re.findall(r'"([a-z ]+)": ', KEYS.partition("\nKEYS = ")[2])


# (What an address is made of is a number whose class CPython minds.)
@halved
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("mode", BOXES)
@pytest.mark.parametrize("which", NAMES)
def test_no_way_leads_such_a_key_in(which: str, mode: str) -> None:
    source = IMPORTS + HELD + KEYS + WAYS + WORDS + TRIED
    assert BOXES[mode].run(source, {"which": which}) == []


@pytest.mark.parametrize("mode", BOXES)
def test_all_other_keys_are_taken(mode: str) -> None:
    assert BOXES[mode].run(IMPORTS + SAFE) == natively(IMPORTS + SAFE)


NAMED = """
from collections import OrderedDict
found = []
for call in (
    "o.pop('z', default=5)", "o.pop(key='a')", "o.pop('b', other=1)", "o.pop(default=1)",
    "o.pop(key=1, default=2)", "o.setdefault('q', default=7)", "o.setdefault()",
    "o.setdefault('a', default=7)", "o.move_to_end('a', last=False)", "o.move_to_end(key='b')",
    "o.move_to_end(last=True)", "o.__setitem__('a', 1, 2)", "o.__setitem__('a', value=1)",
    "o.__setitem__('a')", "o.__setitem__()", "OrderedDict.__setitem__(o)",
    "OrderedDict.__setitem__()", "o.__delitem__('a', 1)", "o.__delitem__('a', x=1)",
    "o.__delitem__()", "o.__delitem__('a')", "o.__setitem__((1, 2), 3)", "o.setdefault((1, 2))",
    "o.pop([])", "o.__setitem__([], 1)", "dict.update(o, [()])", "dict.update(o, [5])",
    "dict.update(o, 5)", "dict.update(o)", "dict.update(o, o)",
    "dict.update(o, ['xy'])", "dict.update(o, [['x', 1], ('y', 2)])", "dict.__ior__(o, [[]])",
    "dict.update(o, [(1, 2, 3)])", "dict.update(o, [iter('ab')])", "dict.update(o, [''])",
):
    o = OrderedDict(a=1, b=2, c=3)
    try: found.append((call, eval(call), [*o.items()]))
    except Exception as e: found.append((call, type(e).__name__, str(e), [*o.items()]))
found
"""


@pytest.mark.parametrize("mode", BOXES)
def test_keys_that_are_given_by_name(mode: str) -> None:
    assert BOXES[mode].run(NAMED) == natively(NAMED)


LOOKED_FOR = """
from collections import OrderedDict
class K:
    def __hash__(self): return hash("a")
    def __eq__(self, other): return other == "a"
o = OrderedDict(a=1)
(
    o.get(K()), o.get(K(), 5), K() in o, o[K()], o.__contains__(K()),
    [*map(o.get, [K()])], OrderedDict.get(o, K()), dict.get(o, K()), getattr(o, "get")(K(), 2),
)
"""


@pytest.mark.parametrize("mode", BOXES)
def test_anything_may_be_looked_for(mode: str) -> None:
    assert BOXES[mode].run(LOOKED_FOR) == (1, 1, True, 1, True, [1], 1, 1, 1)


class Plain:
    """Compared by identity."""


class Heir(Plain): ...


class Asked:
    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __hash__ = object.__hash__

    def __call__(self) -> None: ...


class Hashed:
    def __hash__(self) -> int:
        raise AssertionError


class Zone(datetime.tzinfo):
    """Compared by identity, but asked how late it is."""


class Quiet:
    """Has the number of a method that compares nothing, and says that it is that."""

    def __init__(self, method: Any) -> None:
        self.method = method

    def __hash__(self) -> int:
        return hash(self.method)

    def __eq__(self, other: object) -> bool:
        return True


class Posing:
    __eq__ = Quiet(object.__eq__)
    __hash__ = object.__hash__


class Row(tuple):
    __slots__ = ()
    __eq__ = Quiet(tuple.__eq__)
    __hash__ = tuple.__hash__


class Referring(ref): ...


class Unhashed:
    __hash__ = None


KEPT = Asked()
#: What leads to code of a program's, and how deep it is.
TELLING: dict[str, Any] = {
    "itself": Asked(),
    "its hash": Hashed(),
    "in a tuple": (1, (2, Asked())),
    "in a frozenset": frozenset([Asked.__new__(Asked)]),
    "of a method": MethodType(Asked(), 1),
    "of a weak reference": ref(KEPT),
    "in an alias": GenericAlias(list, (Asked(),)),
    "the origin of an alias": GenericAlias(Asked(), (int,)),
    "in a slice": slice(1, 2, Asked()),
    "a zone": Zone(),
    "the zone of a moment": datetime.datetime(2020, 1, 1, tzinfo=Zone()),
    "the zone of a time": datetime.time(1, tzinfo=Zone()),
    "what poses as identity": Posing(),
    "what poses as a tuple": Row((1,)),
    "a weak reference of its own class": Referring(KEPT),
    "among many": (*range(20), Asked()),
}


@pytest.mark.parametrize("key", TELLING.values(), ids=TELLING)
def test_what_leads_to_code_is_no_key(key: Any) -> None:
    check_key(key)  # no run is current while the library fills its own
    with running() as run:
        run.own.update((Plain, Asked, Hashed, Zone, Posing, Row, Referring, Quiet))
        with pytest.raises(TypeError, match="takes no key of type"):
            check_key(key)


def test_methods_of_cs_may_be_written_in_a_class() -> None:
    kind = type("Kind", (), {"__hash__": object.__hash__, "__eq__": object.__eq__})
    number = type("Number", (int,), {"__hash__": int.__hash__})
    with running() as run:
        run.own.update((kind, number))
        check_key((kind(), number(5)))


def test_what_cannot_be_hashed_is_left_to_cpython() -> None:
    with running() as run:
        run.own.add(Unhashed)
        check_key(Unhashed())
        check_key(([], {}))


def test_classes_are_remembered_by_what_was_a_key() -> None:
    with running() as run:
        run.own.update((Plain, Heir, Zone))
        check_key((1, "a", 2.5))
        assert not any(map(is_taken, (Plain, Heir)))
        check_key((1, frozenset([Plain()])))
        assert [*map(is_taken, (Plain, Heir))] == [True, False]
        check_key(Heir())
        assert [*map(is_taken, (Plain, Heir))] == [True, True]
        with pytest.raises(TypeError, match="takes no key of type 'Heir' here"):
            ordered_keys.refuse_late(Heir)


def test_looks_are_paid_for() -> None:
    with running() as run:
        run.own.add(Plain)
        many = tuple(Plain() for _ in range(2000))
        before = run.budget.steps
        check_key(many)
        assert run.budget.steps - before > 2000 // 2
        kinds = [type("Kind", (), {}) for _ in range(3000)]
        run.own.update(kinds)
        for kind in kinds:
            check_key(kind())
        before = run.budget.steps
        is_taken(Plain)
        assert run.budget.steps - before > 100


def test_what_is_shared_is_looked_at_once() -> None:
    shared: Any = ()
    for _ in range(60):
        shared = (shared, shared)
    with running():
        check_key(shared)
