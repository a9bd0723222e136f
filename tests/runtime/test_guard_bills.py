# ruff: noqa: E501  A row of a table stays on one line.
"""What guards pay for what C is about to compare, hash, bring together or print."""

from __future__ import annotations

from collections import defaultdict, deque
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

from bills import billed, check_bill
from sampling import halved

M = 2**61 - 1
LONG = "a" * 5000


class Group(set):
    """A set of a guest's."""


class Pairs(dict):
    """A dictionary of a guest's."""


class Text(str):
    """A text that lies about its length."""

    def __len__(self) -> int:
        return 0


class Octets(bytes):
    def __len__(self) -> int:
        return 0


class Gives(set):
    """C goes through it by what it gives, or takes what is in it."""

    def __iter__(self) -> Any:
        return iter([((LONG,),), (1,)])


class Thing:
    """Compared by its identity."""


class Same:
    """Says its hash, and C compares it."""

    def __hash__(self) -> int:
        return 1


class Printed:
    def __repr__(self) -> str:
        return "x"


class Low: ...


class Left(Low): ...


class Right(Low): ...


class Top(Left, Right): ...


Long = type(LONG, (), {})
Named = type("Named", (Low,), {f"a{number}": 1 for number in range(40)})
Heir = type("Heir", (Named,), {})


def noted(*kinds: type) -> None:
    for kind in kinds:
        import_module("cloche.runtime.guards.lineage").note_heir(kind)


def deep(levels: int) -> Any:
    x: Any = 1
    for _ in range(levels):
        x = (x,)
    return x


def around(levels: int, x: Any) -> Any:
    """Return *x* in so many lists, each in the next one."""
    for _ in range(levels):
        x = [x]
    return x


def doubled(levels: int) -> Any:
    x: Any = ()
    for _ in range(levels):
        x = (x, x)
    return x


def knot(count: int, text: str = "a") -> Any:
    """Return one of so many lists, each of which has all of them."""
    rows: list[Any] = [[text] for _ in range(count)]
    for row in rows:
        row.extend(rows)
    return rows[0]


SELF: list[Any] = [LONG]
SELF.append(SELF)
TWICE: list[Any] = [LONG * 20]
TWICE += [TWICE, TWICE]
CROWD = dict.fromkeys(i * M for i in range(300))
NAMES: dict[str, Any] = {
    name: import_module(f"cloche.runtime.guards.{name}")
    for name in (
        "aliases",
        "crowds",
        "lineage",
        "meeting",
        "printing",
        "refused",
        "sets",
        "views",
        "walking",
    )
}
N = ((LONG,),)
Wide = dict.fromkeys((LONG, (i,)) for i in range(99))
K = NAMES["views"].view(dict.fromkeys(range(300)).keys())
I = NAMES["views"].view(dict.fromkeys(range(300)).items())  # noqa: E741
KL = NAMES["views"].view({N: 1}.keys())
NAMES |= {"defaultdict": defaultdict, "deque": deque, "MappingProxyType": MappingProxyType}
NAMES.update({name: value for name, value in globals().items() if name[:2] != "__"})

#: Bytes are those of CPython 3.13, whose texts have shorter headers.
ROWS = r"""
meeting.pay_crowd({'a'}) ->
meeting.pay_crowd(CROWD) -> s360000
meeting.pay_crowd(set(CROWD)) -> s360000
meeting.pay_crowd(Group(CROWD)) -> s360000
meeting.pay_crowd(CROWD.items()) -> s360000
meeting.pay_crowd(CROWD.keys()) -> s360000
meeting.pay_crowd(CROWD.values()) ->
meeting.pay_meeting(CROWD) -> s19660800
meeting.pay_meeting(set(range(300))) ->
meeting.pay_meeting({*[i*M for i in range(8)], *range(1,300)}) ->
meeting.pay_meeting({*[i*M for i in range(9)], *range(1,300)}) -> s589824
meeting.pay_meeting({i*M for i in range(200)}) ->
meeting.pay_entries({LONG, 1}) -> s20
meeting.pay_entries(Group([LONG])) -> s20
meeting.pay_entries([(LONG,)]) ->
meeting.pay_entries({(LONG,)}) -> s20
meeting.pay_entries({('a'*4000,)}) ->
meeting.pay_entries({(LONG, i) for i in range(8)}) -> s162
meeting.pay_entries({tuple(range(i,i+8)) for i in range(99)}) ->
meeting.pay_entries({tuple(range(i,i+9)) for i in range(9)}) -> s22
meeting.pay_entries({tuple(range(i,i+9)) for i in range(99)}) -> s250
meeting.pay_entries({((i,),) for i in range(99)}) -> s792 s74
meeting.pay_entries({frozenset([i]) for i in range(99)}) -> s396 s49
meeting.pay_entries({frozenset([LONG]), 1}) -> s20
meeting.pay_entries({1: (LONG,)}) ->
meeting.pay_entries({(LONG,): 1}) -> s20
meeting.pay_entries({(LONG,(i,)): 1 for i in range(99)}.items()) -> s990 s2032
meeting.pay_entries({(LONG,(i,)): 1 for i in range(99)}.keys()) -> s990 s2032
meeting.pay_entries({(LONG,(i*M,)) for i in range(99)}) -> s990 s2035 s201553
meeting.pay_entries({(LONG,(i,)) for i in range(99)}) -> s990 s2032
meeting.pay_entries({(LONG,(1,))}, {(LONG, (i*M,)) for i in range(99)}) -> s20 s2057
meeting.pay_entries({(LONG,Same())}) -> s28
meeting.pay_entries({LONG*i for i in range(1,99)}) -> s94770
meeting.pay_entries(Group(LONG*i for i in range(1,99))) -> s94770
lineage.check_ways((Thing,)*999+(object,)) ->
lineage.check_ways((Thing,)*1000) -> TypeError
lineage.check_ways((Low,)*999+(object,)) ->
lineage.check_ways((Top,)*250) ->
lineage.check_ways((Top,)*249+(Right,)+(object,)*3) ->
lineage.ways(Top)==8 ->
lineage.pay_for_heirs(Low) ->
noted(Low),lineage.pay_for_heirs(Low) ->
noted(Low,Left,Right,Top),lineage.pay_for_heirs(Low) -> s500
noted(Low,Left,Right,Top),lineage.pay_for_heirs(Left) -> s200
noted(Low,Left,Right,Top),lineage.pay_for_heirs(Top) ->
noted(Low,Left,Right,Top),lineage.pay_for_heirs(object) -> s500
noted(Low,Left,Right,Top),lineage.pay_for_heirs(Low,3) -> s1500
lineage.pay_for_names(Low) -> s14
lineage.pay_for_names(Named) -> s36
lineage.pay_for_names(Heir) -> s48
lineage.pay_for_names(Top) -> s49
aliases.alias(list,LONG) -> r5000+20000 r5064+20256 r5064+40512
aliases.alias(list,(int,LONG,LONG)) -> r5000+20000 r5064+20256 r5064+40512 r5000+20000 r5064+20256 r5064+40512
aliases.alias(list,int) ->
aliases.alias(list,[LONG]) -> r5128+20512 r5128+41024
aliases.alias(list,[[1]]*99) -> r12748+50992 r12748+101984
refused.refused(5) ->
refused.refused('a'*4096) ->
refused.refused('a'*4097) -> r4097+16388 r4161+16644 r4161+33288
refused.refused('é'*4097) -> r4097+16388 r4161+16644 r4161+33288
refused.refused('\n'*4097) -> r4097+32776 r4161+16644 r4161+33288
refused.refused('\u0100'*4097) -> r4097+32776 r4161+16644 r4161+33288
refused.refused('\u0378'*4097) -> r4097+98328 r4161+16644 r4161+33288
refused.refused('\U0001F600'*4097) -> r4097+65552 r4161+16644 r4161+33288
refused.refused('\U000E0001'*4097) -> r4097+327760 r4161+16644 r4161+33288
refused.refused('\xad'*4097) -> r4097+32776 r4161+16644 r4161+33288
refused.refused(b'a'*4097) -> r4097+32776 r4161+16644 r4161+33288
refused.refused(bytearray(4097)) -> r4097+32776 r4097+16388 r4097+32776
refused.refused(bytearray(4096)) ->
refused.refused(Text('a'*4097)) -> r4097+16388 r4113+16452 r4113+32904
refused.refused(Octets(b'a'*4097)) -> r4097+32776 r4117+16468 r4117+32936
refused.refused(Text('a')) ->
refused.refused(2**90000) ->
refused.refused([1]*63) -> r4103+16412 r4103+32824
refused.refused([1]*64) -> r4168+16672 r4168+33344
refused.refused([LONG]) -> r5128+20512 r5128+41024
refused.refused([Thing()]*100) -> r8264+33056 r8264+66112
refused.refused([Printed()]*100) -> r8664+34656 r8664+69312
refused.refused(Printed()) ->
refused.refused(range(9)) ->
refused.refusable(Text('a'*4097)) -> r4097+16388
refused.refusable([LONG]) ->
walking.walk('a'*5000) -> s19
walking.walk(2**50000) -> s24
walking.walk('a'*4032) ->
walking.walk('a'*4033) -> s16
walking.walk([1]*62) ->
walking.walk([1]*64) -> s16
walking.walk([1]*1000) -> s250
walking.walk([1.5]*1000) -> s250
walking.walk([2**800]*1000) -> s641
walking.walk(['ab'*50]*1000) -> s640
walking.walk([2**800,'ab'*50,b'ab'*50,None]*250) -> s543
walking.walk([[2**800,'ab'*50]]*1000) -> s1531
walking.walk(([1],)*1000) -> s500
walking.walk([[1]]*1000) -> s500
walking.walk([{1}]*1000) -> s500
walking.walk([[[1]]]*1000) -> s750
walking.walk([[1]*50001]*2) -> s6254 s25050
walking.walk({i: i for i in range(1000)}) -> s509
walking.walk({*range(1000)}) -> s254
walking.walk(CROWD) -> s360159
walking.walk([CROWD]) -> s360159
walking.walk([CROWD,[[]]]) -> s360160
walking.walk([CROWD,CROWD]) -> s720319
walking.walk([{1:CROWD}]) -> s360160
walking.walk([Thing()]*1000) -> s320
walking.walk(Thing()) ->
walking.walk(doubled(20)) -> s524287
walking.walk(doubled(3)) ->
walking.walk(deep(9999)) -> 9*s4100 s3092 s2500
walking.walk(deep(10001)) -> 9*s4100 s3100 s2500
walking.walk(SELF) -> s320
walking.walk(TWICE) -> s391125
walking.walk(knot(3)) ->
walking.walk([SELF,SELF]) -> s641
walking.walk([SELF,LONG]) -> s340
walking.walk([LONG*20,[TWICE]]) -> s391125
walking.walk([[[i]] for i in range(1030)]) -> 2*s4100 s776 t1030
walking.walk([[[i]] for i in range(14)]) ->
walking.walk([[[i]] for i in range(16)]) ->
walking.walk([[[i]] for i in range(17)]) -> s136
walking.walk([{i: i for i in range(600)}]) -> c37 s154 s305
walking.walk([[*range(1200)],[[]]]) -> s162 s306
walking.walk([[[]]*2000]) -> s258 s500 t2000
walking.walk([Low,Long,[]]) -> s40
walking.walk([[[]]]*2000) -> s1000 t2000
walking.walk(deque([1]*1000)) -> s250
walking.walk(range(1000)) ->
walking.walk({'a'*9:LONG}.items()) -> s26
walking.walk({1:LONG}.values()) -> s26
walking.walk({LONG:1}.keys()) -> s26
walking.walk(slice(LONG)) -> s20
walking.walk(OSError(2,LONG)) -> s20
walking.walk(OSError(2,LONG,LONG)) -> s20
walking.walk(OSError(2,[])) -> ValueError
walking.walk(OSError(2,'a',[1])) -> ValueError
walking.walk(OSError([])) ->
walking.walk(SyntaxError(LONG,(LONG,1,1,'a'))) -> s41
walking.walk(ImportError(LONG)) -> s20
walking.walk(ImportError(1,2,name='a')) ->
walking.walk(UnicodeDecodeError('a',b'a',0,1,'x')) ->
walking.walk(UnicodeDecodeError('a',b'a',0,2,'x')) -> ValueError
walking.walk(UnicodeDecodeError('a',b'a',-1,1,'x')) -> ValueError
walking.walk(UnicodeDecodeError('a',b'a',1,0,'x')) -> ValueError
walking.walk(UnicodeEncodeError('a','a',0,2,'x')) -> ValueError
walking.walk(UnicodeTranslateError('a',0,2,'x')) -> ValueError
walking.walk(UnicodeTranslateError('a',0,1,'x'*5000)) -> s20
walking.walk(MappingProxyType({1:LONG})) -> s20
walking.walk(list[LONG]) -> s20
walking.walk(defaultdict(list[LONG],a=1)) -> s20
walking.weigh(5),walking.weigh(Thing()) ->
walking.walk(([1]*1000,),True) -> s250
walking.walk(around(14,[1]*1000),True) -> s181 s254
walking.walk(around(32,[1]*1000),True) -> s253 s776
walking.walk(around(1600,[1]*1000),True) -> s4100 s2425 s40996
walking.walk(around(32,[1]*1000)) -> s253 s258
walking.weigh(around(32,[1]*1000)) -> s253
printing.walk_rendering('a'*5000) -> r5064+20256
printing.walk_rendering(Text('a'*5000)) -> r5016+20064
printing.walk_rendering('a'*4033) -> r4097+16388
printing.walk_rendering('a'*4032) ->
printing.walk_rendering([1]*62) ->
printing.walk_rendering([1]*64) -> r4168+16672
printing.walk_rendering([2**10000]*12) -> r15833+63332
printing.walk_rendering([2**10000]*13) -> s130026 r17147+68588
printing.walk_rendering([2**10000]*14) -> s140028 r18461+73844
printing.walk_rendering([[2**10000]]*14) -> s140028 r19357+77428
printing.walk_rendering([[[2**10000]]*14]) -> s140028 r19420+77680
printing.walk_rendering([{2**10000}]*14) -> s140028 r19356+77424
printing.walk_rendering([{1:[2**10000]}]*14) -> s140028 r21148+84592
printing.walk_rendering([Thing(),2**10000]*14) -> s140028 r19608+78432
printing.walk_rendering({1:[2**10000]*14}) -> s140028 r18589+74356
printing.walk_rendering([2**20000]*14) -> r35961+143844
printing.walk_rendering(['a'*2000]*14) -> r28960+115840
printing.walk_rendering(CROWD) -> r40852+163408
printing.walk_rendering([CROWD]) -> r40916+163664
printing.walk_rendering(SELF) -> r5128+20512
printing.walk_rendering(TWICE) -> s1565 r100192+400768
printing.walk_rendering(knot(3)) ->
printing.walk_rendering(knot(5)) -> r25025+100100
printing.walk_rendering(knot(6)) -> s1028 s1024 r146374+585496
printing.walk_rendering(knot(3,LONG)) -> r26280+105120
printing.walk_rendering(knot(4,LONG)) -> s1077 r85120+340480
printing.walk_rendering([Thing]*100) -> r8264+33056
printing.walk_rendering(Thing()) ->
printing.walk_rendering([[Thing()],[]]) ->
printing.walk_rendering([[Thing()]]*100) -> r14664+58656
printing.walk_rendering(Pairs({1:LONG})) -> r5210+20840
printing.walk_rendering(list[LONG]) -> r5128+20512
printing.walk_rendering(doubled(20)) -> r134217664+536870656
printing.walk_rendering(LONG.join) ->
meeting.pay_entries({(LONG, i) for i in range(80)}) -> s1622
meeting.pay_entries({(LONG[1:], i) for i in range(80)}) -> s1622
meeting.pay_entries({(2**9000, i) for i in range(80)}) -> s412
meeting.pay_entries({('a'*1000, i) for i in range(80)}) ->
meeting.pay_entries({('a'*500, i) for i in range(80)}) ->
meeting.pay_entries({(0.5*i, None) for i in range(80)}) ->
meeting.pay_entries({()}) ->
meeting.pay_entries({((1,),)}) ->
meeting.pay_entries({(LONG,Same()), (LONG,2)}) -> s40
meeting.pay_crowd({(LONG,Same()), (LONG,2)}) -> s40
aliases.alias(list,Long) -> r10016+40064 r10016+80128

K|{1} -> s76 r19200
K|[N] -> s76 r19200 s20 t1
K|{N} -> s76 r19200 s20
K|KL -> s82 r19200 s26
K&{1} -> s76 r19200
K&[N] -> s76 r19200 s20 t1
K&Gives([1]) -> s76 r19200 s20 t2
K-Gives([1]) -> s76 r19200
K|Gives([1]) -> s76 r19200
K^{1} -> s76 r19200
I|{1} -> s150 r38400
I|I -> s150 r38400 s150
I&Gives([1]) -> s150 r38400 s20 t2
[N]|K -> s76 r19200 s20 t1
{N}|K -> s76 r19200
frozenset([N])&K -> s76 r19200
Gives([1])&K -> s76 r19200 s20 t2
Gives([1])|K -> s76 r19200
Gives([1])-K -> s76 r19200
N-K -> s76 r19200 t1
5|K -> TypeError
5&K -> TypeError
K|5 -> s76 r19200 TypeError
K==KL -> s82 s26
K=={N} -> s76 s20
K==[N] -> s76
K>={N} -> s76 s20
K>=Gives([1]) -> s76 s20 t1
K>Gives([1]) -> s76 s20 t1
K>Gives(range(500)) -> s76
K>=Gives(range(500)) -> s76
K<Gives([1]) -> s76
K<=Gives([1]) -> s76
K==Gives([1]) -> s76
K.isdisjoint([N]) -> s76 s20 t1
K.isdisjoint({N}) -> s76 s20
K.isdisjoint(Gives([1])) -> s76 s20 t2
K.isdisjoint(Gives(range(1000))) -> s76
K.isdisjoint(KL) -> s82 s26
K.isdisjoint(5) -> s76 TypeError
I.isdisjoint(I) -> 2*s150
I==I -> 2*s150
I=={(1,2)} -> s150
N in K -> s20
(LONG,LONG) in I ->
(('a'*9000,),1) in I -> s36
views.view(CROWD.keys())|{1} -> s360085 r19200
views.view(CROWD.items())&{1} -> s360159 r38400
views.view(CROWD.keys())=={1} -> s360085
len(I),len(K),[*K][:1],repr(KL)[:1] -> r5256+21024 r5021+20084
views.plain_view(K) is not K,views.plain_view(5) ->
K|CROWD -> s76 r19200 c38 s360000
CROWD|K -> c38 s360000 s76 r19200
{*CROWD}|K -> r19200 s76 r19200
N in K,views.view({N:1}.keys())==1 -> s20 s26
'a'*5000 in K ->
K|Group(CROWD) -> s76 r19200 s360085
Group(CROWD)|K -> r19200 s76 r19200
K==Group(CROWD) -> s76 s360085
K<Gives([1]) -> s76
views.view(Wide.keys())|{1} -> s990 s2038 r6336
crowds.crowding({(i,()) for i in range(1030)}) -> 2*s1026
meeting.pay_crowd({frozenset([(),i*M]) for i in range(300)}) -> s360000 s1804 s234 s70373
crowds.crowding({(*range(300),i,()) for i in range(257)}) -> s9733 s1055 8*s1053
crowds.crowding({(*range(20),i,()) for i in range(257)}) -> s1028
crowds.crowding({(deep(900),i) for i in range(257)}) -> 8*s1026
sets.inplace_operand({N}) -> s20
sets.union({N},{N}) -> s20
sets.minus({N},{N}) -> s20
printing.walk_rendering([KL]) -> r5346+21384
"""
BILLS = [row.split(" ->", 1) for row in ROWS.splitlines() if row]


@halved
@pytest.mark.parametrize(("call", "bill"), BILLS)
def test_bills(call: str, bill: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_bill(billed(call, NAMES, monkeypatch), bill.strip())
