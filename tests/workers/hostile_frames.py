"""Frames of many small things: what a worker that was taken over may send to have its host grow.

    python -m tests.workers.hostile_frames MEBIBYTES

sends some to a host that may grow by so many, and says what came of each.
"""

from __future__ import annotations

import json
import resource
import sys
from array import array
from collections.abc import Callable
from typing import Final

import pytest

import cloche
from cloche.workers.messages import Kind

from .test_hostile_worker import converse, frame

#: A value that holds so many of a thing: its JSON, and the bytes behind it.
Shape = Callable[[int], tuple[bytes, bytes]]


def listed(item: bytes) -> Shape:
    return lambda n: (b"[" + b",".join([item] * n) + b"]", b"")


def tagged(tag: str, content: bytes) -> Shape:
    return listed(b'{"!":["%s",%s]}' % (tag.encode(), content))


def numbered(before: bytes, item: bytes, after: bytes) -> Shape:
    return lambda n: (before + b",".join(item % k for k in range(n)) + after, b"")


def _column(code: str, n: int, blob: bytes) -> bytes:
    return json.dumps({"!": ["x", [code, n, len(blob)]]}).encode()


def column(code: str, item: bytes, gap: bytes = b"") -> Shape:
    def make(n: int) -> tuple[bytes, bytes]:
        blob = gap.join([item] * n)
        return _column(code, n, blob), blob

    return make


def table(kind: str, width: int) -> Shape:
    names = json.dumps([f"k{k}" for k in range(width)] if kind == "dict" else None).encode()

    def make(n: int) -> tuple[bytes, bytes]:
        columns = b",".join([_column("n", n, b"")] * width)
        return b'{"!":["X",["%s",%s,[%s]]]}' % (kind.encode(), names, columns), b""

    return make


def entries(count: int) -> bytes:
    return b"{" + b",".join(b'"k%d":0' % k for k in range(count)) + b"}"


SHAPES: Final[dict[str, Shape]] = {
    "dicts of one": listed(b'{"":0}'),
    "dicts of nothing": listed(b"{}"),
    "dicts that have just grown": listed(entries(6)),
    "dicts that have grown twice": listed(entries(11)),
    "dicts in dicts": listed(b'{"":' * 100 + b"-6" + b"}" * 100),
    "lists of nothing": listed(b"[]"),
    "lists of one": listed(b"[-6]"),
    "lists that have just grown": listed(b"[-6,-6,-6,-6,-6]"),
    "lists in lists": listed(b"[" * 100 + b"-6" + b"]" * 100),
    "numbers": listed(b"2147483648"),
    "fractions": listed(b"1e1"),
    "short texts": listed(b'"ab"'),
    "short wide texts": listed('"\u4e00"'.encode()),
    "short texts of the widest": listed('"\U0001f600"'.encode()),
    "keys": numbered(b"{", b'"k%d":0', b"}"),
    "keys of their own": numbered(b"[", b'{"k%d":-6}', b"]"),
    "sets of nothing": tagged("s", b"[]"),
    "sets that have just grown": tagged("s", b"[1000,1001,1002,1003,1004]"),
    "a set": numbered(b'{"!":["s",[', b"9%d", b"]]}"),
    "a frozen set of two kinds": numbered(b'{"!":["f",[0.5,', b"9%d", b"]]}"),
    "dicts by pairs": tagged("d", b"[[1000,-6]]"),
    "a dict by pairs": numbered(b'{"!":["d",[', b"[9%d,-6]", b"]]}"),
    "tuples": tagged("t", b"[-6]"),
    "records": tagged("R", b'["AB",{"a":-6}]'),
    "moments": tagged("M", b'["2020-01-01T00:00:00",0,[[0,60,0]]]'),
    "decimals": tagged("N", b'"1.25"'),
    "parts": tagged("F", b'["0xffffffff","0xfffffffff"]'),
    "identifiers": tagged("I", b'"12345678123456781234567812345678"'),
    "bytes": tagged("b", b'"YWI="'),
    "byte arrays": tagged("a", b'"YWI="'),
    "complex numbers": tagged("c", b"[1.5,1.5]"),
    "a column of numbers": column("q", array("q", [10**6]).tobytes()),
    "a column of fractions": column("d", array("d", [0.5]).tobytes()),
    "a column of nothing": column("n", b""),
    "a column of texts": column("u", b"ab", b"\0"),
    "a column of the widest": column("u", "\U0001f600".encode(), b"\0"),
    "a table of dicts": table("dict", 1),
    "a table of wide dicts": table("dict", 7),
    "a table of tuples": table("tuple", 1),
    "a table of lists": table("list", 9),
}


def payload(shape: Shape, n: int, kind: Kind) -> bytes:
    """Return what a frame of *kind* holds, in which there are *n* of a thing."""
    before, after = {
        Kind.TOOL: (b'[1,"double",[', b"],{}]"),
        Kind.REST: (b'[null,[[1,"later",[', b"],{}]],[]]"),
        Kind.MAPPED: (b"[[", b"]]"),
        Kind.DONE: (b"[", b',"","",1,0.5,0,0,0.0]'),
    }[kind]
    head, blob = shape(n)
    head = before + head + after
    return b"c" + len(head).to_bytes(4) + head + blob


#: What a host is sent, and how many of the things: more than there is room for if a run may take
#: 1 MiB.
SENT: Final = [
    (Kind.TOOL, "dicts of one", 1_000_000),
    (Kind.REST, "dicts of nothing", 1_500_000),
    (Kind.MAPPED, "dicts in dicts", 10_000),
    (Kind.DONE, "dicts of one", 1_000_000),
    (Kind.TOOL, "lists of one", 1_500_000),
    (Kind.DONE, "lists in lists", 15_000),
    (Kind.TOOL, "short texts", 2_000_000),
    (Kind.REST, "keys", 1_000_000),
    (Kind.TOOL, "sets of nothing", 700_000),
    (Kind.DONE, "sets of nothing", 700_000),
    (Kind.MAPPED, "a set", 700_000),
    (Kind.REST, "records", 400_000),
    (Kind.TOOL, "a column of nothing", 10_000_000),
    (Kind.TOOL, "a table of dicts", 1_500_000),
    (Kind.DONE, "a table of dicts", 900_000),
    (Kind.REST, "a table of lists", 1_000_000),
]


def main(room: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    for kind, name, n in SENT:
        said = frame(kind, 1, payload(SHAPES[name], n, kind))
        with open("/proc/self/statm", encoding="ascii") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + room, hard))
        asked = Kind.MAP if kind == Kind.MAPPED else Kind.RUN
        with pytest.MonkeyPatch.context() as monkeypatch:
            try:
                converse(monkeypatch, b"", asked, 60.0, said, memory=2**20)
            except cloche.WorkerCrashed as error:
                outcome = str(error)
            else:
                outcome = "a result"
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        print(json.dumps([kind.name, name, outcome]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) * 2**20)
