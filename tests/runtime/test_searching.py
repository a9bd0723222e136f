# ruff: noqa: E501  A row of a table stays on one line.
"""What draining, searching and writing out pay; and searches, which go as CPython's do."""

from __future__ import annotations

from collections import deque
from importlib import import_module
from typing import Any

import pytest

from bills import billed, check_bill
from harness import assert_same

LONG = "a" * 5000
N = ((LONG,),)


class Own(dict):
    """Says what it has."""

    def __iter__(self) -> Any:
        return iter([1])

    def keys(self) -> Any:
        return [N]

    def __getitem__(self, key: Any) -> int:
        return 1


NAMES: dict[str, Any] = {
    name: import_module(f"cloche.runtime.guards.{name}")
    for name in ("comparing", "draining", "lengths", "percent", "rendered", "searching")
}
NAMES |= {"deque": deque, "LONG": LONG, "N": N, "Own": Own}
NAMES["CROWD"] = dict.fromkeys(i * (2**61 - 1) for i in range(300))

#: Bytes are those of CPython 3.13, whose texts have shorter headers.
ROWS = r"""
comparing.container(b'a'*4096) ->
comparing.container(b'a'*4097) -> c1
[1/(comparing.container(x) is x) for x in ([1,'a'],(1,None,'a'),[(1,2),(3,'a')])] ->
draining.drain([1]*16) ->
draining.drain([1]*17) -> c1
draining.drain([1]*512) -> c1
len([*draining.drain([1]*513)]) -> t513
len([*draining.drain([1]*32769)]) -> t32769
len([*draining.drain('a'*32769)]) -> t32769
draining.drain([1]*200000) -> r0+4800000
draining.drain('a'*200000) -> r0+4800000
draining.drain([1]*100000) ->
draining.drain(5) ->
[*draining.drain(iter([1,2]))] -> t2
draining.mapping(CROWD) -> c1 r19200 s360000
draining.mapping({N:1}) -> c1 s20
draining.mapping(Own()) -> c1 s20 t1
[*draining.pairs(['ab',LONG])] -> r40000 t2
[*draining.pairs([iter([N,1])])] -> s20 t3
percent.pay_percent('%d',2**10000) -> s10002
percent.pay_percent('%d',(2**10000,)) -> s10002 t1
repr(percent._like(bytearray(5000))) -> r5000+20000
str(percent._like(bytearray(5000))) -> r5000+20000
bytes(percent._like(bytearray(5000))) -> r10000
percent.pay_percent('a'*5000+'%s',1) -> r5002 t1
rendered.printed([LONG]) -> r5128+20512
rendered._joined(['a'*4097]) -> r4097+8194
rendered._joined(['é'*4097]) -> r4097+32776
lengths.measured([1]).index ->
lengths.measured([1]).index(LONG) -> r5000+20000 r5064+20256 r5064+40512 t1 ValueError
lengths.measured([1]).remove(LONG) -> ValueError
lengths.measured([1]).index(2) -> ValueError
lengths.measured([1]).index() -> TypeError
lengths.measured(deque([1])).remove(LONG) -> r5000+20000 r5064+20256 r5064+40512 t2 ValueError
searching.searching(list,'index')([0]*600+[1],1) -> t601
searching.searching(list,'index')([1],[N]) -> s20 r5256+21024 r5256+42048 t1 ValueError
searching.searching(list,'index')([1],LONG) -> r5000+20000 r5064+20256 r5064+40512 t1 ValueError
searching.searching(list,'count')([1],LONG) ->
searching.searching(list,'remove')([1],LONG) -> ValueError
searching.searching(deque,'remove')(deque([1]),LONG) -> r5000+20000 r5064+20256 r5064+40512 t2 ValueError
searching.searching(deque,'index')(deque([1]),LONG) -> r5000+20000 r5064+20256 r5064+40512 t1 ValueError
searching.searching(deque,'count')(deque([1]*600),1) -> t601
searching.searching(tuple,'index')((1,),LONG) -> t1 ValueError
"""
BILLS = [row.split(" ->", 1) for row in ROWS.splitlines() if row]


@pytest.mark.parametrize(("call", "bill"), BILLS)
def test_bills(call: str, bill: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_bill(billed(call, NAMES, monkeypatch), bill.strip())


SEARCHES = """
from collections import deque
def tried(f, *args, **named):
    try: return f(*args, **named)
    except Exception as e: return type(e).__name__, str(e)
class E:
    def __init__(self, act): self.act = act
    def __eq__(self, other): return self.act()
x = float("nan")
long = [0] * 600 + [x]
found = []
for kind in (list, tuple, deque):
    for row in (kind([1, 2]), kind(long)):
        for name in ("index", "count"):
            f = getattr(row, name)
            found += [tried(f), tried(f, 1, 2, 3, 4), tried(f, value=1), tried(f, x), tried(f, 9)]
            found += [tried(f, 0, "a"), tried(f, 0, 5), tried(f, 0, -2, 700)]
            found.append(tried(getattr(kind, name), 5, 1))
for kind in (list, deque):
    for name in ("index", "count", "remove"):
        for size in (2, 600):
            for there in (False, True):
                row = kind([1])
                def act():
                    row.append(1)
                    return there
                row.extend([E(act), *[2] * size, 3])
                f = getattr(row, name)
                found += [tried(f, 3), len(row)]
    row = kind(range(600))
    found += [row.remove(599), tried(row.remove, -1), tried(row.remove), tried(kind.remove, (), 1)]
    found += [row.remove(0), len(row), [*row][:2]]
found
"""


def test_searches_go_as_in_cpython() -> None:
    assert_same(SEARCHES)
