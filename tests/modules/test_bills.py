# ruff: noqa: E501  A row of a table stays on one line.
"""What shims of builtins and of modules pay, before C or the library's own Python does the work."""

from __future__ import annotations

import array as library_array
import decimal
import fractions
import sys
import warnings
import zlib as library_zlib
from typing import Any

import pytest

import cloche
from bills import billed, check_bill
from cloche.runtime.builtins import functions, memory_view, reflection
from cloche.runtime.limits import Limits
from cloche.runtime.modules import (
    array,
    bisect,
    chain_map,
    containers,
    counter,
    decimal_context,
    decimal_number,
    fraction_number,
    functools,
    hashlib,
    heap_entries,
    heapq,
    itertools,
    json,
    json_codec,
    math,
    random,
    statistics,
    struct,
    user_collections,
    zlib,
)
from cloche.runtime.run import Run
from cloche.runtime.stops import Reason, Stop


class Items(list[Any]):
    """A list of a guest's."""


NAMES: dict[str, Any] = {"Items": Items}
for _place in (
    functions, memory_view, bisect, chain_map, containers, counter, decimal_context, decimal_number,
    fraction_number, functools, heap_entries, heapq, itertools, json,
):  # fmt: skip
    NAMES.update((name, value) for name, value in vars(_place).items() if name[:2] != "__")
NAMES |= {
    "json_codec": json_codec,
    "decimal_number": decimal_number,
    "containers": containers,
    "reflection": reflection,
    "array": array,
    "hashlib": hashlib,
    "math": math,
    "random": random,
    "statistics": statistics.MODULE,
    "struct": struct,
    "zlib": zlib,
    "UserString": user_collections.UserString,
    "ZIPPED": library_zlib.compress(bytes(9000)),
    "B": lambda: array._made(library_array.array("b", bytes(6400))),
    "V": memory_view.memoryview(bytes(6400)),
    "W": memory_view.memoryview(bytearray(6400)),
    "ROW": tuple(range(1000)),
    "C": counter.Counter,
    "LONG": 1 << 100_000,
    "D": decimal_number.Decimal,
    "N": decimal_number.made(decimal.Decimal("7" * 1000)),
    "BIG": decimal_number.made(decimal.Decimal("7" * 9000)),
    "WIDE": decimal_context.wrapped(decimal.Context(prec=2000)),
    "F": fraction_number.Fraction,
    "P": fraction_number.made(fractions.Fraction(1 << 50_000, 3)),
}

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # 3.13 does without this type before long
    NAMES["U"] = array._made(library_array.array("u", "a" * 2000))

#: Bytes are those of CPython 3.13.
ROWS = r"""
max_(*[ROW]*20) -> 20*s254 s5092 t20
max_(*[1]*20) -> t20
V.tobytes() -> r6400
V.tolist() -> r256000
V.cast('I').tolist() -> r64000
V.hex() -> r6400 r19200
W.__setitem__(slice(None), V) -> r6400
V == bytes(6400) -> s1600
V == V.cast('b') -> s153600
hash(V) -> r6400 c100
b'a' * 6000 + V -> r6000 r6400
isinstance_(1, (str,) * 1000) -> s16000
ChainMap(*[{}] * 1000).parents -> r24000
ChainMap(*[{}] * 1000).new_child() -> r24000
ChainMap(*[{}] * 1000).copy() -> r24000
deque(ROW).extend([1]) -> t1001
(lambda d: d.extend(d))(deque(ROW)) -> r8000 t3000
deque(ROW) * 10 -> r80000 t2000
deque(ROW, 1500) * 10 -> r16000 t2000
C(ROW).most_common() -> s1870 t1000
C(ROW).most_common(2) -> s1870 t1000
C({1: ROW, 2: ROW}).most_common(2) -> s8 r130436 2*s254
C({1: 2, 3: 4}) -> s8
C([LONG, 1]) -> s260 t2
C(['a' * 10000] * 2) -> s78 t2
C('ab') + C('bc') -> s16 t4
-C('ab') -> s8 t2
C('ab').__ior__(C('ab')) -> s16 t4
C(a=LONG) + C(a=1) -> s4 r12628 s4 s8 r12628
C(a=LONG) == C(a=1) -> s4 r12628 s4 s8 r12628
-C(a=LONG) -> s4 r12628 s4 r12628
C(a='x' * 10000).update(a='y') -> s4 r10128 s4 r129 r10128
C(a=1).update(a=LONG) -> 2*s4 r12628
C(a=LONG).update({'a': 1, 'b': 1}) -> s4 r12628 s8 r12628
C(a=LONG).update({'b': 1}) -> s4 r12628 s4
C(a=1).subtract({'a': LONG}) -> 2*s4 r12628
C(a=1.5, b=True) + C(a=2) -> s8 s4 s12
C({ROW: 1}) | C() -> s4 s254 s4 s254
_RIGHT([], ROW) -> s10439
_RIGHT([0], 1) ->
heappush([], ROW) ->
heappush(Items([ROW]), ROW) -> s254
heapify([ROW, ROW]) -> s254
heappop(Items(ROW)) -> r7992
first(2, [*ROW], None, True) -> s1880 t1000
[*map(cmp_to_key(lambda a, b: 0), 'abc')] -> 3*c1
-N -> s38016
-BIG -> s280512
N + N -> s76032
BIG + 1 -> s280536
N == F(1, 3) -> s38016
N ** 3 -> s608256
N ** N -> s608864256 Overflow
pow(N, 3, 7) -> s2515396
N.sqrt() -> s125928
N.exp() -> s2509056 Overflow
N.compare(N) -> s76032
N.copy_abs() ->
WIDE.add(N, N) -> s76032
WIDE.to_sci_string(BIG) -> s280512 r93504
WIDE.create_decimal(BIG) -> s280512
str(N) -> r1000+4000
str(BIG) -> r93504 r9000+36000
format(N, '.3f') -> r2583 r1004+4016
format(BIG, '') -> r93504 r20687 r9000+36000
format(D('1e50'), 'f') -> r50
round(BIG, 2) -> s280512 InvalidOperation
round(D('1e5000')) -> r2081 s154568
BIG.as_tuple() -> r93504
float(BIG) -> r23376 s730
float(N) -> r3168 s99
complex(BIG) -> r23376 s730
float(P) -> r12500 s195 OverflowError
complex(P) -> r12500 s195 OverflowError
float(D(1)) ->
float(F(1, 3)) ->
float(UserString('1' * 8000)) -> s500 r8000+32000
complex(UserString('1' * 8000)) -> s500 r8000+32000
int(UserString(' ' * 8000 + '1')) -> s500 r8001+32004
float(UserString('1')) ->
N.as_integer_ratio() -> r1075 s41184
int(D('1e5000')) -> r2081 s154568
D('1' * 5000) -> r5000
D('1' * 500) ->
P.limit_denominator(7) -> r12500 s2778888
P + P -> r12500 s2778888
-P -> r6250 s694722
round(P, 3) -> r6250 s694722
round(F(1, 3), 5000) -> r2500+160000 s12022
F(LONG, 3) -> r12500 s2778888
F(LONG) ->
F('1e5000') -> r2500+160000 s12022 r2500 s111222
F('1.5') ->
F(D('1e5000')) -> r2081 s154568
P ** 3 -> r18751+1200064 s291896
next(combinations(range(40), 33)) -> c1 r1432 r264 t40
[*product([1], repeat=40)] -> c1 r960 r320 t2
next(permutations(range(40))) -> c1 r1600 r320 t40
[*zip_longest(*['a'] * 100)] -> r9600 r800
(lambda x: (next(x), next(x), next(x)))(count(LONG)) -> 3*r12500 t3
repr(repeat(ROW)) -> r65186+260744 r4898+19592
tee([1], 1000) -> r64000
dumps([1, 'a' * 10000, {'b': 2}]) -> c4 c2 r60118
dumps({'b': [1] * 100}, indent=2) -> c2 c101 r3236 t108
loads('[1, 2' + ' ' * 10000 + ']') -> r80048 s625
array.array('b').frombytes(bytes(6400)) -> r6400
array.array('i').fromlist([1] * 1000) -> r8000
U.__copy__().fromunicode('a' * 2000) -> 2*r8000
array.array('b', bytes(6400)) -> r25600
array.array('b', B()) -> r51200
array.array('b', [1] * 1000) -> t1000
B().byteswap() -> s800
B().count(ROW) -> s254 s800
B().index(0) -> s800
B().extend(B()) -> r6400
B().tobytes() -> r6400
B().tolist() -> r256000
B().remove(0) -> s800
B().reverse() -> s800
B()[:] -> r6400
B().__setitem__(slice(0), B()[:0]) -> 2*r6400
1 in B() -> s800
B() + B() -> r12800
B().__iadd__(array.array('b', bytes(5000))) -> r20000 r5000
B() * 3 -> r19200
B().__copy__() -> r6400
repr(B()) -> r256000 r19212+76848
B() == B() -> s800
U.tounicode() -> r8000
math.factorial(5000) -> r8125 r16250+1040000 s116332
math.comb(9000, 4000) -> r7000 r14000+896000 s91867
math.perm(5000, 3000) -> r4875 r9750+624000 s51794
math.isqrt(LONG) -> s1389444
math.gcd(LONG, LONG) -> 2*s1389444
math.lcm(LONG, 3) -> s1389444 s416
math.prod([LONG, LONG]) -> r12500+800000 s2039 r25000+1600000 s230211 t2
random.Random(1).getrandbits(10**6) -> r1 r125000
random.Random(1).randbytes(10**5) -> r1 r200000
random.Random(1).randrange(LONG) -> r1 r25000+1600000 s230215
random.Random(1).randint(0, LONG) -> r1 r25000+1600000 s230211
random.Random('a' * 10000) -> r20000
random.Random(LONG) -> r100001
random.Random(1).seed('a' * 10000, 1) -> r1 r20000 c10000
random.Random(1).setstate(random.Random(1).getstate()) -> 2*r1 c625
random.Random(1).sample(range(10**6), 1000) -> r1 r8000 t1000
random.Random(1).sample(range(100), 100) -> r1 r800 t200
random.Random(1).choices('ab', [LONG, 1], k=3) -> r1 r25000 t2 OverflowError
random.Random(1).gammavariate(2, 2) -> r1 2*c1
struct.calcsize('b' * 5000) -> c625 r160000
struct.pack('9000x') -> r9000
struct.pack_into('9000x', bytearray(9000), 0) -> r9000
struct.unpack('9000b', bytes(9000)) -> r288000
struct.unpack_from('9000b', bytes(9000)) -> r288000
[*struct.iter_unpack('5000b', bytes(10000))] -> 2*r160000 t2
struct.unpack('0s' * 9000, b'') -> c2250 2*r576000
struct.unpack_from('0s' * 9000, b'') -> c2250 2*r576000
[*struct.iter_unpack('0s' * 9000 + 'b', b'ab')] -> c2250 r576032 2*r288032 t2
statistics.variance(range(20), P) -> s1389444 s2000 20*s17118 t40
statistics.stdev([1, 2, 3], xbar=LONG) -> s5557776 s300 3*s55920 t6 OverflowError
statistics.pvariance([1, 2], mu=F(1, 3)) -> s200 t4
statistics.quantiles([P, 1], n=3) -> s1389444 s4 s300 r750 r12500 s17118 r12500 s17118 t4
statistics.quantiles([1, 2.5], n=8) -> s48 r320 t4
zlib.compress(bytes(9000)) -> r402216 s4500 c1
zlib.compress(bytes(100_000)) -> r493216 s50000 3*c1 r120
zlib.decompress(ZIPPED) -> r65536 c3 r9000 c282
zlib.compressobj().compress(bytes(9000)) -> r393216 r9000 s4500 c1
zlib.compressobj().compress(bytes(100_000)) -> r393216 r100000 s50000 3*c1 r2
zlib.compressobj().flush() -> r393216 c100
zlib.compressobj().copy() -> 2*r393216
zlib.decompressobj().decompress(ZIPPED) -> r65536 c3 r9000 c282
zlib.decompressobj().copy() -> 2*r65536
hashlib.new('md5', bytes(9000)) -> c24 s900 r1024
hashlib.new('md5').update(bytes(9000)) -> c24 r1024 c24 s900
hashlib.new('md5').digest() -> c24 r1024 c24
hashlib.new('shake_128').digest(9000) -> c24 r1024 r18000 c24 s900
hashlib.pbkdf2_hmac('sha256', b'a', b'b', 100, 64) -> c24 r64 s4800
hashlib.scrypt(b'a', salt=b'b', n=16, r=2, p=3) -> c24 r4096 s1536 r768 s576 r64 s200
_cached(max, None, False)(*[1] * 100) -> r1600 t100
_cached(max, None, True)(*[1] * 100) -> r51200 t100
_cached(max, None, False)(ROW) -> s254
_cached(max, None, False)(1, 2, key=ROW) -> s254 TypeError
_pushed(Items([1] * 1000), 5) -> r8008
_replaced(Items([1] * 1000), 5) -> r8000
heapify([1] * 5000) -> r40000 s12194
heapify(Items([1] * 5000)) -> r40000 s12194
dumps({'b': 1, 'a': 2}, sort_keys=True) -> c3 r68 s2
dumps({'b': 1, 'a': 2}, indent='  ') -> c3 r72 t11
json_codec.scanstring('"' + 'a' * 1600 + '"', 1) -> s100
json_codec._make_scanner(json_codec.DECODER.JSONDecoder())('[1, 2' + ' ' * 10000 + ']', 0) -> r80048 s625 t1
json_codec._make_scanner(json_codec.DECODER.JSONDecoder())('[1]' + ' ' * 300000, 0) -> r2400024 s18750 t1
json_codec._make_scanner(json_codec.DECODER.JSONDecoder())('[' + '{"":{}},' * 1000 + '0]', 0) -> r328024 s500 t1
json_codec.pay_for_scanning('{"":{}},' * 1000, 0, 8000) -> r312000 s500
json_codec.pay_for_scanning('{"":{}},' * 1000, 4000, 8000) -> r32000 s250
json_codec.pay_for_scanning('{"":{}},' * 1000, 0, 4800) -> r187200 s300
json_codec.pay_for_scanning(b'{"":{}},' * 1000, 0, 8000) -> r312000 s500
json_codec.pay_for_scanning('[],' * 2000, 0, 6000) -> r160000 s375
json_codec.pay_for_scanning('"\u0100",' * 2000, 0, 8000) -> r160000 s500
json_codec.pay_for_scanning('"\u0100",'.encode() * 2000, 0, 10000) -> r176000 s625
json_codec.pay_for_scanning('"a",' * 2000, 0, 8000) -> r64000 s500
loads('[' + '{},' * 4000 + '0]') -> r352024 s750
loads(b'[' + b'{},' * 4000 + b'0]') -> r352024 s750
json_codec._make_scanner(json_codec.DECODER.JSONDecoder())(5, 0) -> t1 TypeError
reflection.attribute_name('a' * 9000) -> r9000+36000
reflection.attribute_name('a') ->
reflection.attribute_name(5) -> TypeError
decimal_number._method('sqrt', 0, decimal_number.linear)(N) -> s38016
decimal_number._of_context('add', decimal_number.linear)(WIDE, N, N) -> s76032
decimal_number._of_context('to_sci_string', decimal_number.linear)(WIDE, BIG) -> s280512 r93504
containers.OrderedDict(dict.fromkeys(ROW)).copy() -> c1 r64000 s4000
reflection.dir(5) -> c200 s32
issubclass_(int, (str,) * 1000) -> s16000
dumps([1 << 9000]) -> c2 r6028 s8101
dumps([1 << 1000] * 10) -> c11 r6940
dumps({1 << 9000: 1}) -> c2 r6056 s8101
dumps({1: 2, 3.5: 4}, indent=1) -> c3 r114 t11
dumps([{1 << 4000: 1}] * 9, sort_keys=True) -> c10 9*c2 r24750 s14400 s27
json_codec._make_encoder(None, None, json_codec.encode_basestring_ascii, None, ': ', ', ', False, False, True)({1 << 9000: 1 << 9000}, 0) -> c2 r12056 s16202
dumps({1: Items([1, 2])}) -> c2 4*c1 c2 c3 r112 t3
dumps(containers.OrderedDict(a=1)) -> 2*c1 c2 r34 t1
json_codec._make_encoder(None, None, json_codec.encode_basestring_ascii, None, ': ', ', ', False, False, True)(['a' * 5000], 0) -> c2 r30028
P < P -> r12500 s2778888
"""


if sys.version_info >= (
    3,
    12,
):  # before, a Fraction has no formats of its own, and nothing is batched
    ROWS += """
[*batched([1] * 200, 100)] -> 3*r800 t200
format(F(1 << 9000, 3), '.2f') -> r1125 s22650 r2250 s90300 r2712+10848
format(F(1, 3), '.2700f') -> r1350+86400 s4544 r2702+10808
"""


@pytest.mark.parametrize("row", [row for row in ROWS.splitlines() if row])
def test_bills(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, bill = row.split(" ->", 1)
    check_bill(billed(call, NAMES, monkeypatch), bill.strip())


@pytest.mark.parametrize("call", ["N == N", "N < 1", "P == P", "P + P", "P < 1"])
def test_numbers_of_a_stopped_run_do_nothing_more(call: str) -> None:
    """C compares all there are in one call, in sets of one hash and in sorting."""
    run = Run(Limits())
    token = run.enter()
    try:
        run.budget.reason = Reason("abort")
        with pytest.raises(Stop):
            eval(call, dict(NAMES))
    finally:
        run.budget.reason = None
        run.leave(token)


#: What a round takes that evaluates, lists names or prints: at least, besides the loop itself.
ROUNDS = [
    ("c = compile(repr('a' * 16_000), '', 'eval')\nfor i in range({n}): eval(c)", 1_000),
    (
        "d = dict.fromkeys(map('n{{}}'.format, range(8_000)))\nexec('for i in range({n}): locals()', {{}}, d)",
        1_000,
    ),
    ("for i in range({n}): dir(i)", 200),
    ("x = [1 << 10_000] * 20\nfor i in range({n}): print(*x)", 200_200),
]


@pytest.mark.parametrize(("source", "least"), ROUNDS)
def test_rounds(source: str, least: int) -> None:
    none, some = (cloche.Sandbox().execute(source.format(n=n)).steps for n in (0, 8))
    assert least <= (some - none) // 8 <= least + 100
