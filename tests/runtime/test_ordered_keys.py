"""No key of an OrderedDict is compared by code of a program: C might not survive that."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.runtime.guards.watching import LOOKING
from cloche.runtime.modules import containers

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
        "TypeError a Literal of objects with a __h",
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
class Plain: pass
o = OrderedDict()
"""

LATE = {
    "assigned": "Plain.__eq__ = lambda self, other: o.clear()",
    "setattr": "setattr(Plain, '__eq__', lambda self, other: o.clear())",
    "dataclass": "dataclass(Plain)",
}
KEYS = ("Plain()", "(1, Plain())", "frozenset([Plain()])")


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
@pytest.mark.parametrize("key", KEYS)
def test_a_class_does_not_compare_once_an_instance_is_a_key(key: str, late: str) -> None:
    with pytest.raises(cloche.GuestError, match=r"takes no key of type 'Plain' here"):
        cloche.run(f"{BEFORE}o[{key}] = 1\n{late}")


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
def test_a_node_that_the_dictionary_no_longer_has_is_a_key(late: str) -> None:
    with pytest.raises(cloche.GuestError, match=r"takes no key of type 'Plain' here"):
        cloche.run(f"{BEFORE}o[Plain()] = 1\ndict.clear(o)\n{late}")


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
def test_values_are_no_keys(late: str) -> None:
    assert cloche.run(f"{BEFORE}o[1] = Plain()\no['a'] = (2, Plain())\n{late}\nlen(o)") == 2


def test_a_key_that_holds_anything_stays_out_where_there_is_code_to_compare_it() -> None:
    box = cloche.Sandbox()
    program = """
import inspect
from collections import OrderedDict
o = OrderedDict()
o[inspect.Parameter("a", inspect.Parameter.KEYWORD_ONLY, default=1)] = 1
"""
    assert box.run(program + "len(o)") == 1
    with pytest.raises(cloche.GuestError, match=r"takes no key of type 'Parameter' here"):
        box.run(program + "class K:\n    def __eq__(self, other): return True")


def test_a_literal_does_not_hash_where_it_may_be_a_key() -> None:
    program = f"""
{BEFORE}
import typing
x, y = (typing.Literal[Plain()] for _ in range(2))
o[x] = 1
Plain.__hash__ = lambda self: o.clear() or 1
"""
    with pytest.raises(cloche.GuestError, match="a Literal of objects with a __hash__"):
        cloche.run(f"{program}o[y] = 2")


def watched() -> bool:
    """Tell whether the class that all runs share looks at keys."""
    gc.collect()
    found = {name in vars(containers.OrderedDict) for name in LOOKING}
    assert len(found) == 1
    return found.pop()


SPEAKS = """
class K:
    def __hash__(self): return 1
    def __eq__(self, other): return self is other
def made(): return OrderedDict([(1, 2)])
"""


def test_nothing_is_in_the_way_of_programs_without_such_classes() -> None:
    containers_of = "from collections import OrderedDict\n"
    session, other = cloche.Sandbox().session(), cloche.Sandbox().session()
    assert not watched()
    session.run(containers_of + SPEAKS)
    other.run(containers_of + "import collections\no = OrderedDict()")
    assert not watched()
    session.run("o = made()")
    assert watched()
    with pytest.raises(cloche.GuestError, match=r"use a dict, which keeps its order as well"):
        session.run("o[K()] = 1")
    # Another program's keys are its own affair.
    assert other.run("o[collections.UserString('a')] = 1\nlen(o)") == 1
    del session
    assert not watched()
    assert containers.OrderedDict.pop is OrderedDict.pop


def test_programs_of_both_kinds_are_counted() -> None:
    first, second = (cloche.Sandbox().session() for _ in range(2))
    for each in (first, second):
        each.run("from collections import OrderedDict\n" + SPEAKS + "o = made()")
    del first
    assert watched()
    del second, each
    assert not watched()
