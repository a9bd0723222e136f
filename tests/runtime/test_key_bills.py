"""What is paid for what a container is about to hash."""

from __future__ import annotations

import pytest
from test_guard_bills import NAMES as OTHERS

from bills import billed, check_bill
from cloche.runtime.guards import keys

NAMES = {**OTHERS, "keys": keys}
ROWS = r"""
keys.hashed(CROWD) -> c38 s360000
keys.hashed(set(CROWD)) -> c38 s360000
keys.hashed(Group(CROWD)) -> c38 s360000
keys.hashed(Group([1])) -> c1
keys.hashed(set(range(99))) -> c13
keys.hashed(Pairs(a=1)) ->
keys.hashed('abc'*100) -> c38
keys.hashed(5) ->
list(keys.hashed(Gives())) -> c1
list(keys.hashed_items(Gives())) -> s20 t2
keys.hashed_items(Group(CROWD)) -> c38 s360000
keys.hashed_items([1,2]) -> c1
keys.hashed([1.5]*256) -> c1
keys.hashed([1.5]*257) -> c33
keys.hashed([LONG]*2) -> c1 s39
keys.hashed([LONG]*257) -> c1 s5084
list(keys.hashed([LONG,1]*200)) -> t400
list(keys.hashed([1]*257)) -> t257
list(keys.hashed(range(9))) -> t9
list(keys.hashed([(1,)])) -> t1
list(keys.hashed([N])) -> s20 t1
keys.hashed([1<<2000]*8) -> c1
keys.hashed([1<<2000]*9) -> s46 c1
keys.hashed([1<<255]*9) -> c1
keys.hashed([1<<2000]*9+[1.5]) -> s46 c1
keys.pay_integers([1<<2000]*9,{int}) -> s46
keys.pay_integers([1<<2000]*9+['a'],{int,str}) -> s46
keys.method({}.pop)(1,2) -> c1
keys.method(set().add)(N) -> c1 s20
keys.method([].count)(N) -> s20
keys.method(dict.pop)({},N,2) -> c1 s20
keys.method(dict.get)(5) -> c1 TypeError
keys.method({}.setdefault)(1,default=N) -> c1 s20 TypeError
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_what_is_hashed_is_paid_for(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, _, wanted = row.partition(" ->")
    check_bill(billed(call, NAMES, monkeypatch), wanted.strip())
