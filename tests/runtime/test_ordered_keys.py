"""No key of an OrderedDict is compared by code of a program: C might not survive that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.runtime.modules import containers
from sampling import share

SCRIPT = Path(__file__).with_name("ordered_keys.py")
MODES = ("optimize", "plain")


def outcome(name: str, mode: str) -> Any:
    """Return what a program of the script's gives, in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), name, mode], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("mode", MODES)
def test_no_way_leads_a_key_that_runs_code_into_an_ordered_dict(mode: str) -> None:
    refusals = outcome("attacks", mode)
    assert refusals.keys() == {
        "TypeError an OrderedDict takes no key of ", "TypeError a key of type 'ReferenceType' n",
    }  # fmt: skip
    assert sum(map(len, refusals.values())) > 700


@pytest.mark.parametrize("mode", MODES)
def test_all_other_keys_are_taken_as_by_cpython(mode: str) -> None:
    assert outcome("safe", mode) == outcome("safe", "natively")


#: What is refused of other containers, beside an operator that holds them against each other.
REFUSED = (
    "a dictionary that has grown or shrunk while it was compared or printed",
    "a container that might change while it is compared: compare two at a time, with an operator "
    "of its own",
    "a set is changed by an __eq__ that compares what may be its key",
    "a dict is changed by an __eq__ that compares what may be its key",
)


@pytest.mark.parametrize("mode", MODES)
def test_keys_and_items_that_change_other_containers(mode: str) -> None:
    ours = {tuple(each[:5]): each[5] for each in outcome("like", mode)}
    theirs = {tuple(each[:5]): each[5] for each in outcome("like", "natively")}
    different = [
        place for place, said in ours.items()
        if said != theirs.get(place, said) and not (type(said) is list and said[1] in REFUSED)
    ]  # fmt: skip
    assert different == []


BEFORE = """
from collections import OrderedDict
from dataclasses import dataclass
class Meta(type): pass
class Plain: pass
class Heir(Plain): pass
class Other(metaclass=Meta): pass
class Eq:
    def __eq__(self, other): return o.clear()
def hashes(self): return 1
o = OrderedDict()
"""

#: Ways to give a class an `__eq__` or `__hash__` when there may be instances of it.
LATE = {
    "assigned": "Plain.__eq__ = Eq.__eq__",
    "setattr": "setattr(Plain, '__eq__', Eq.__eq__)",
    "setattr mapped": "[*map(setattr, [Plain], ['__eq__'], [Eq.__eq__])]",
    "loop": "for Plain.__eq__ in (Eq.__eq__,): pass",
    "unpacked": "Plain.__eq__, x = Eq.__eq__, 1",
    "type.__setattr__": "type.__setattr__(Other, '__eq__', Eq.__eq__)",
    "of the metaclass": "Meta.__setattr__(Other, '__eq__', Eq.__eq__)",
    "hash": "Plain.__hash__ = hashes",
    "hash by setattr": "setattr(Plain, '__hash__', hashes)",
    "hash by type.__setattr__": "type.__setattr__(Other, '__hash__', hashes)",
    "hash unpacked": "Plain.__hash__, x = hashes, 1",
    "hash in a loop": "for Plain.__hash__ in (hashes,): pass",
    "hashing dataclass": "dataclass(eq=False, unsafe_hash=True)(Plain)",
    "dataclass": "dataclass(Plain)",
    "dataclass of an heir": "dataclass(Heir)",
}
KEYS = ("{0}", "(1, {0})", "frozenset([{0}])")
OWN_EQ = r"takes no key of type '(Plain|Heir|Other)' here"


@pytest.mark.parametrize("optimize", share([True, False]))
@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
@pytest.mark.parametrize("key", KEYS)
def test_a_class_does_not_compare_once_an_instance_was_a_key(
    key: str, late: str, optimize: bool
) -> None:
    box = cloche.Sandbox(optimize=optimize)
    key = key.format("Other()" if "Other" in late else "Heir()")
    for gone in ("", "o.clear()", "dict.clear(o)", "del o"):
        with pytest.raises(cloche.GuestError, match=OWN_EQ):
            box.run(f"{BEFORE}o[{key}] = 1\n{gone}\n{late}")


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
def test_a_class_may_compare_when_none_of_its_instances_was_a_key(late: str) -> None:
    taken = "o[1] = Plain(), Heir(), Other()\no[Meta] = 1\nclass More(Plain): pass\no[More()] = 1\n"
    if "Plain" in late:
        taken = taken.replace("o[More()] = 1", "")
    assert cloche.run(f"{BEFORE}{taken}{late}\no[1] is not None") is True


def test_what_is_not_on_the_list_stays_out_whatever_classes_there_are() -> None:
    for key in (
        "inspect.Parameter('a', inspect.Parameter.KEYWORD_ONLY, default=1)",
        "collections.UserString('a')", "ipaddress.ip_address(1)", "uuid.UUID(int=1)",
        "typing.Literal[1]",
    ):  # fmt: skip
        program = (
            "import collections, inspect, ipaddress, typing, uuid\no = collections.OrderedDict()\n"
        )
        with pytest.raises(cloche.GuestError, match=r"use a dict, which keeps its order as well"):
            cloche.run(f"{program}o[{key}] = 1")


def test_a_member_of_an_enumeration_that_is_a_key_has_a_text_for_a_name() -> None:
    program = """
import enum
from collections import OrderedDict
class Name:
    def __hash__(self): return 1
class Colour(enum.Enum):
    RED = 1
o = OrderedDict({Colour.RED: 1})
Colour.RED._name_ = Name()
o.pop(Colour.RED)
"""
    with pytest.raises(cloche.GuestError, match="a key of an OrderedDict has no name of"):
        cloche.run(program)


_RENAMED = """
import enum
from collections import OrderedDict
class Colour(enum.Enum):
    RED = 1
    BLUE = 2
class Ways(enum.Flag):
    UP = 1
    DOWN = 2
red = KEY
o = OrderedDict({red: 1, Colour.BLUE: 2})
before = hash(red)
MEMBER._name_ = "x"
assert o[red] == 1 and red in o and hash(red) == before
o.move_to_end(red)
o[red] = 3
assert list(o.items()) == [(Colour.BLUE, 2), (red, 3)]
assert [(k, o[k]) for k in o] == [(Colour.BLUE, 2), (red, 3)]
assert o.copy() == o and o.popitem() == (red, 3) and red not in o
o[red] = 4
assert o.pop(red) == 4 and len(o) == 1
for n in range(99): o[n] = n
for n in range(99): del o[n]
list(o)
"""


@pytest.mark.parametrize(
    ("member", "key"),
    [
        ("Colour.RED", "Colour.RED"),
        ("Colour.RED", "(1, Colour.RED)"),
        ("Ways.UP", "Ways.UP"),
        ("Ways.UP", "(Ways.UP, Ways.DOWN)"),
    ],
)
def test_a_member_that_was_a_key_keeps_its_hash(member: str, key: str) -> None:
    found = cloche.run(
        _RENAMED.replace("MEMBER", member).replace("KEY", key), limits=cloche.Limits(seconds=20)
    )
    assert len(found) == 1


def test_a_member_that_was_no_key_is_hashed_by_its_name() -> None:
    program = """
import enum
from collections import OrderedDict
class Colour(enum.Enum):
    RED = 1
class Size(enum.Enum):
    BIG = 1
OrderedDict({Size.BIG: 1})
Colour.RED._name_ = "x"
hash(Colour.RED) == hash("x")
"""
    assert cloche.run(program) is True


def test_the_class_that_runs_share_is_not_changed_by_them() -> None:
    before = dict(vars(containers.OrderedDict))
    session = cloche.Sandbox().session()
    session.run(f"{BEFORE}o[Plain()] = 1")
    assert dict(vars(containers.OrderedDict)) == before
