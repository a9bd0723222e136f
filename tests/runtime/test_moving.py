"""No method or operator of `bytearray` reads where it was, after code of the guest's moved it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from operator import mod
from typing import Any

import pytest
from differential import outcome, running

from cloche.runtime.guards import keys, moving
from sampling import share

#: What asks code of the guest's for a number, a text or an item, which then does its worst.
_HOOKS = """
import array, base64, binascii, hashlib, io, operator, re, struct, zlib
way = 'none'
hits = 0
def hit():
    global hits
    hits += 1
    if hits > 3: return  # (what is gone through would grow without an end)
    if way == 'clear': ba.clear()
    elif way == 'grow': ba.extend(b'G' * 70000)
    elif way == 'refill':
        n = len(ba)
        ba.clear()
        ba.extend(b'R' * (n + 5000))
class I:
    def __init__(self, n=0xdd): self.n = n
    def __index__(self): hit(); return self.n
    def __float__(self): hit(); return 1.5
    def __repr__(self): hit(); return 'R'
    def __bytes__(self): hit(); return b'BB'
    def __eq__(self, other): hit(); return True
    def __len__(self): hit(); return 1
    def __iter__(self): hit(); return iter([65, 66])
    __hash__ = None
class S(str):
    def __len__(self): hit(); return 1
    def __str__(self): hit(); return '-'
    def __index__(self): hit(); return 3
class B(bytes):
    def __len__(self): hit(); return 1
    def __bytes__(self): hit(); return b'-'
    def __index__(self): hit(); return 3
    def __iter__(self): hit(); return iter([65])
class R(bytearray):
    def __rmod__(self, other): hit(); return NotImplemented
    def __repr__(self): hit(); return 'R'
class C(bytearray): pass
class G:
    def __getitem__(self, i):
        hit()
        if i > 2: raise IndexError
        return b'XX'
"""
_RUN = """
out = []
for at, f in enumerate(calls):
    hits = 0
    ba = KIND(b'' if way == 'empty' else b'%a-%b' + b'A-Z ' * 3000)
    try: x = f()
    except Exception as e: x = type(e).__name__
    if isinstance(x, (bytes, bytearray)): x = [type(x).__name__, len(x), x.count(b'\\xdd' * 4)]
    elif isinstance(x, (list, tuple)): x = [len(x), repr(x)[:200]]
    elif not isinstance(x, (int, str, bool)): x = type(x).__name__
    out.append([x, ba.count(b'\\xdd' * 4)])
out
"""
_METHODS = """
append center count decode endswith expandtabs extend find fromhex hex index insert join ljust
lstrip partition pop remove removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
rstrip split splitlines startswith strip translate zfill __add__ __contains__ __delitem__ __eq__
__getitem__ __iadd__ __imul__ __lt__ __mod__ __mul__ __setitem__
""".split()
_HOSTILE = ["I()", "I(0)", "S('-')", "B(b'-')", "G()"]
_PLAIN = ["b'\\xdd'", "b'A'", "0xdd", "0", "'-'"]


def _calls() -> list[str]:
    found = []
    for name, x in product(_METHODS, _HOSTILE):
        found += [f"ba.{name}({x})", f"ba.{name}({x}, {x})", f"ba.{name}(({x}, b'A'))"]
        found += [f"ba.{name}([b'A', {x}])", f"ba.{name}(slice({x}, None))"]
        found += [f"KIND.{name}(ba, {x})", f"getattr(ba, '{name}')({x}, {x}, {x})"]
        for y in _PLAIN:
            found += [f"ba.{name}({y}, {x})", f"ba.{name}({x}, {y})", f"ba.{name}({y}, 0, {x})"]
            found += [f"ba.{name}({y}, {x}, {x})", f"ba.{name}(*[{y}, {x}])"]
            found.append(f"operator.methodcaller('{name}', {y}, {x})(ba)")
            found.append(f"[*map(ba.{name}, [{y}], [{x}])]")
    for x in [*_HOSTILE, "R(b'x')"]:
        found += [f"ba {op} {x}" for op in ("+", "*", "%", "==", "<", "in")]
        found += [f"{x} {op} ba" for op in ("+", "*", "%", "==", "<", "in")]
        found += [f"ba % ({x},)", f"ba % ({x}, {x})", f"operator.mod(ba, ({x}, b''))"]
        found += [f"operator.imod(ba, ({x}, b''))", f"operator.contains(ba, {x})"]
        found += [f"operator.countOf(ba, {x})", f"operator.indexOf(ba, {x})"]
        found += [f"ba[{x}]", f"ba[{x}:{x}]", f"ba[::{x}]", f"ba.hex(sep={x})"]
        found += [f"ba.__setitem__(3, {x})", f"ba.__setitem__({x}, 7)"]
        found += [f"put({x}, {y})" for y in (x, "7", "b'Q'")]
        found += [f"put(slice({y}, {x}), b'xyz')" for y in ("None", x)]
        found += [f"int(ba, {x})", f"str(ba, {x})", f"bytes(ba, {x})", f"b'%a' % (ba, {x})"]
        found += [f"b'-'.join([ba, {x}])", f"b'-'.find(ba, {x})", f"b'-'.replace(ba, b'', {x})"]
        found += [f"int.from_bytes(ba, {x})", f"memoryview(ba)[{x}]", f"memoryview(ba).hex({x})"]
        found += [f"memoryview(ba).__setitem__({x}, {x})", f"{x} in memoryview(ba)"]
        found += [f"struct.unpack_from('4s', ba, {x})", f"struct.pack_into('2i', ba, {x}, 1, {x})"]
        found += [f"struct.pack_into('4s', ba, {x}, b'Q')", f"zlib.crc32(ba, {x})"]
        found += [f"zlib.compress(ba, {x})", f"binascii.hexlify(ba, '-', {x})"]
        found += [f"binascii.hexlify(ba, {x})", f"binascii.b2a_base64(ba, newline={x})"]
        found += [f"re.compile(b'A').search(ba, {x})", f"re.compile(b'A').findall(ba, {x}, {x})"]
        found += [f"re.compile(b'A').sub({x}, ba)", f"re.split(b'A', ba, {x})"]
        found += [f"io.BytesIO(ba).read({x})", f"array.array('B', ba)[{x}]"]
        found += [f"base64.b64encode(ba, {x})", f"hashlib.sha1(ba, usedforsecurity={x}).digest()"]
    return found


_CHILD = """
import json, sys
import cloche
source, = json.load(sys.stdin)
limits = cloche.Limits(steps=10**9, seconds=500, memory=2**30)
print(json.dumps(cloche.Sandbox(limits=limits).run(source)))
"""


def _run(kind: str, way: str, tried: list[str]) -> list[list[Any]]:
    """Return what each call gives in a child where what is freed is overwritten with 0xdd."""
    put = "def put(k, v):\n    ba[k] = v\n    return bytes(ba)\n"
    head = _HOOKS.replace("way = 'none'", f"way = {way!r}") + put
    calls = [f"calls.append(lambda: {call})\n" for call in tried]
    source = head + "calls = []\n" + "".join(calls) + _RUN
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=json.dumps([source.replace("KIND", kind)]),
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONMALLOC": "debug"},
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    found: list[list[Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", share(["bytearray", "C"]))
def test_what_was_freed_is_not_read(kind: str) -> None:
    assert not misread(kind, _calls()[::61])


def misread(kind: str, tried: list[str]) -> list[Any]:
    """Return those of the calls *tried* that show what was freed, or found something there."""
    whole, empty = _run(kind, "none", tried), _run(kind, "empty", tried)
    wrong: list[Any] = []
    for way in ("clear", "grow", "refill"):
        for call, *rows in zip(tried, _run(kind, way, tried), whole, empty, strict=True):
            (got, left), (before, _), (after, _) = rows
            is_shown = isinstance(got, list) and str(got[0]).startswith("byte") and got[2]
            # (0xdd is nowhere in it.)
            is_search = any(word in call for word in ("find", "ndex", "ount", "with", " in "))
            is_search &= "countOf" not in call and "memoryview" not in call
            if left or is_shown or (way == "clear" and is_search and got not in (before, after)):
                wrong.append((way, call, got, left, before, after))
    return wrong


# --- What C gets in the place of what asks ------------------------------------------------------


class Number:
    def __index__(self) -> int:
        return 3


class Failing:
    def __index__(self) -> int:
        raise ValueError


class Text(str):
    __slots__ = ()

    def __len__(self) -> int:
        return 1


class Long(str):
    __slots__ = ()


class Row(bytes):
    __index__ = Failing.__index__


class Rows(bytearray):
    __index__ = Failing.__index__


class Modulo:
    __mod__ = bytearray.__mod__


class Own(bytearray):
    def __mod__(self, other: Any) -> Any:
        return other


ASKS, FAILS, ROW, VIEW = Number(), Failing(), Row(b"ab"), memoryview(b"a")
BARE = bytes([97])
#: Calls, and what they return: the very object, where that is one of those above.
SETTLED: list[tuple[Any, tuple[Any, ...], Any]] = [
    (moving.settled, ("split", b"", (ASKS,)), (ASKS,)),
    (moving.settled, ("find", b"", ()), ()),
    (moving.settled, ("find", b"", (ASKS, None, ASKS)), (3, None, 3)),
    (moving.settled, ("find", b"", (ASKS, ASKS, 1, 2)), (ASKS, ASKS, 1, 2)),
    (moving.settled, ("startswith", b"", (ASKS, ASKS)), (ASKS, 3)),
    (moving.settled, ("find", b"", (ROW, "x")), (ROW, "x")),
    (moving.exact, (5,), 5),
    (moving.exact, (ASKS,), 3),
    (moving.exact, ("x",), "x"),
    (moving.member, (ASKS,), 3),
    (moving.member, (BARE,), BARE),
    (moving.member, (VIEW,), VIEW),
    (moving.member, (ROW,), b"ab"),
    (moving.member, (Rows(b"ab"),), bytearray(b"ab")),
    (moving.limited, (("-", ASKS), {}), (("-", 3), {})),
    (moving.limited, (("-",), {"maxsplit": ASKS}), (("-",), {"maxsplit": 3})),
    (moving.limited, (("-", ASKS), {"maxsplit": ASKS}), (("-", ASKS), {"maxsplit": ASKS})),
    (moving.flagged, ((ASKS, ASKS), {}), ((ASKS, ASKS), {})),
    (moving.separated, ((), {}), ((), {})),
    (moving.separated, ((Text("-"), ASKS), {}), (("-", 3), {})),
    (moving.separated, ((), {"sep": Text("-")}), ((), {"sep": "-"})),
    (moving.separated, (("-",), {"bytes_per_sep": ASKS}), (("-",), {"bytes_per_sep": 3})),
    (moving.separated, ((FAILS,), {"x": 1}), ((FAILS,), {"x": 1})),
    (moving.separated, (([1], 2), {"sep": 3}), (([1], 2), {"sep": 3})),
    (moving.separated, (([1],), {"x": 1}), (([1],), {"x": 1})),
    (moving.separated, (("--",), {}), (("--",), {})),
    (moving.separated, ((b"--",), {}), ((b"--",), {})),
    (moving.separated, ((5,), {}), ((5,), {})),
    (moving.separated, ((Text("\xe4"),), {}), (("\xe4",), {})),
    (moving.separated, ((type("B", (bytes,), {})(b"-"),), {}), ((b"-",), {})),
    (moving.formatted, (bytearray(b"%a"), Rows(b"x"), 5), bytearray(b"5")),
    (moving.formats, (bytearray,), True),
    (moving.formats, (Rows,), True),
    (moving.formats, (Own,), False),
    (moving.formats, (Modulo,), False),
]
REFUSED: list[tuple[Any, tuple[Any, ...], str]] = [
    (moving.member, (FAILS,), "a bytes-like object is required, not 'Failing'"),
    (moving.separated, (([1],), {}), "sep must be str or bytes."),
    (moving.separated, ((Long("--"),), {}), "sep must be length 1."),
]


def _kinds(x: Any) -> Any:
    if type(x) is tuple:
        return [_kinds(each) for each in x]
    return _kinds((*x.values(),)) if type(x) is dict else type(x)


@pytest.mark.parametrize(("function", "args", "expected"), SETTLED)
def test_what_is_given_to_c(function: Any, args: tuple[Any, ...], expected: Any) -> None:
    found = function(*args)
    assert found == expected
    assert _kinds(found) == _kinds(expected)
    assert found is expected or expected not in (ASKS, VIEW, BARE)


@pytest.mark.parametrize(("function", "args", "message"), REFUSED)
def test_what_is_refused(function: Any, args: tuple[Any, ...], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        function(*args)


class Asking:
    """Notes who asks it for its number."""

    def __init__(self) -> None:
        self.by: list[str] = []

    def __index__(self) -> int:
        self.by.append(sys._getframe(1).f_code.co_name)
        return 0


# (The others are guarded where they are called, `universe/text_guards.py`.)
@pytest.mark.parametrize("name", sorted(moving.BOUNDED - {"rfind", "rindex"}))
def test_c_does_not_ask_while_it_looks(name: str) -> None:
    x, asked = bytearray(b"ab"), Asking()
    with running():
        found = keys.method(getattr(x, name))(b"b", asked, 2)
        assert (found, asked.by) == (getattr(x, name)(b"b", 0, 2), ["_bound"])
        with pytest.raises(TypeError):
            keys.method(getattr(bytearray, name))(5, b"b", asked, 2)
        assert asked.by == ["_bound"]


NOWHERE = slice(0, 1, 0)


def test_bounds_are_asked_for_as_far_as_c_would() -> None:
    for asked, found in (
        (slice(ASKS, ASKS, ASKS), slice(3, 3, 3)),
        (slice(ASKS, ASKS), slice(3, 3)),
        (slice(None, ASKS), slice(None, 3)),
        (slice(ASKS, None, 2), slice(3, None, 2)),
    ):
        assert moving.deleted(asked) == found
    for refused in (
        slice(FAILS, FAILS, 0),
        slice(FAILS, FAILS, "a"),
        slice("a", FAILS, 1),
        NOWHERE,
    ):
        assert moving.deleted(refused) == refused
        given = [1]
        assert moving.stored(bytearray(4), refused, given)[1] is given


def test_what_is_stored_is_asked_for_when_c_would() -> None:
    holder, other = bytearray(b"abcd"), bytearray(b"x")
    assert moving.stored(holder, ASKS, ASKS) == (3, 3)
    for at in (4, -5, ASKS):
        assert moving.stored(bytearray(3), at, ASKS)[1] == 3
    assert moving.stored(holder, 1 << 63, FAILS)[1] is FAILS
    assert moving.stored(holder, -1 << 64, FAILS)[1] is FAILS
    assert moving.stored(holder, slice(0, ASKS), other)[1] is other
    key, copied = moving.stored(holder, slice(0, ASKS), holder)
    assert (key, copied, copied is holder) == (slice(0, 3), holder, False)
    assert moving.stored(holder, slice(0, ASKS), [1, 2]) == (slice(0, 3), bytearray([1, 2]))
    for refused in (5, "a", 1.5, 1j, ASKS):
        assert moving.stored(holder, slice(0, 1), refused)[1] is refused


class Right(bytearray):
    def __rmod__(self, other: Any) -> Any:
        return "right"


class Neither(bytearray):
    def __rmod__(self, other: Any) -> Any:
        return NotImplemented


class Plain(bytearray): ...


def test_the_right_side_formats_if_it_is_more() -> None:
    with running():
        for form in (bytearray(b"-%a"), Right(b"-%a"), Plain(b"-%a")):
            for given in (Right(b"a"), Neither(b"a"), Plain(b"a"), bytearray(b"a"), b"a", 5):
                assert outcome(moving.formatted, form, given, given) == outcome(mod, form, given)
