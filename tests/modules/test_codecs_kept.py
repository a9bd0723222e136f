"""What an incremental decoder keeps is decoded again, and paid for again."""

from __future__ import annotations

import codecs
from typing import Any

import pytest

import cloche
from bills import billed
from cloche.runtime.limits import Limits
from cloche.runtime.modules import codecs as ours
from cloche.runtime.run import Run
from cloche.runtime.universe.coding import ERRORS, PIECEWISE
from sampling import halved

from .tables import same

BUFFERED = sorted(
    name for name in PIECEWISE if hasattr(codecs.getincrementaldecoder(name)(), "buffer")
)
#: Wrong in UTF-8; surrogates alone in UTF-16, and one byte more; too large in UTF-32.
KEPT = (b"\xff" * 20_000, b"\x00\xd8" * 10_000 + b"x", "\N{GRINNING FACE}".encode() * 5_000)


def holding(encoding: str, errors: str, kept: bytes) -> Any:
    run = Run(Limits())
    token = run.enter()
    try:
        decoder = ours.getincrementaldecoder(encoding)(errors)
        decoder.setstate((kept, decoder.getstate()[1]))
    finally:
        run.leave(token)
    return decoder


def amounts(bill: str) -> list[int]:
    """Return the bytes and the steps of a bill."""
    words = [word.partition("*")[2] or word for word in bill.split()]
    times = [int(word.partition("*")[0]) if "*" in word else 1 for word in bill.split()]
    found = dict.fromkeys("rs", 0)
    for word, count in zip(words, times, strict=True):
        if word[0] in found and word[1:].split("+")[0].isdigit():
            found[word[0]] += count * int(word[1:].split("+")[0])
    return [*found.values()]


@halved
@pytest.mark.parametrize("errors", sorted(ERRORS))
@pytest.mark.parametrize("encoding", BUFFERED)
def test_what_is_kept_costs_as_if_it_were_given(
    encoding: str, errors: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kept in KEPT:
        for final in (False, True):
            names = {"x": kept, "d": holding(encoding, errors, b""), "final": final}
            given = amounts(billed("d.decode(x, final)", names, monkeypatch))
            names["d"] = holding(encoding, errors, kept)
            for _ in range(2):
                if names["d"].getstate()[0] == kept:  # the second time if it has raised
                    found = amounts(billed("d.decode(b'', final)", names, monkeypatch))
                    assert given[0] > 0
                    assert all(map(int.__ge__, found, given))


SAME = """
import codecs

class Answers:
    def __radd__(self, kept): return b"from " + kept
class Bytes(bytes):
    def __radd__(self, kept): return b"derived " + kept
class Other(bytearray):
    def __radd__(self, kept): return "no bytes"

found = []
for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32-le", "ascii", "cp1252"):
    for given in (
        Answers(), Bytes(b"abcd"), Other(b"abcd"), "abcd", 5, None, bytearray(b"abcd"),
        b"ab\\xff\\xd8",
    ):
        for kept in (b"", b"\\xc3", b"\\x00\\xd8" * 3 + b"x", b"a" * 9):
            decoder = codecs.getincrementaldecoder(encoding)("strict")
            decoder.setstate((kept, 0))
            for final in (False, True):
                try:
                    answer = decoder.decode(given, final)
                except (TypeError, UnicodeDecodeError) as error:
                    answer = repr(error)
                found.append((encoding, type(given).__name__, kept, answer, decoder.getstate()))
found
"""


def test_it_decodes_what_cpython_decodes() -> None:
    names: dict[str, Any] = {}
    exec(SAME, names)
    assert cloche.run(SAME) == names["found"]


@pytest.mark.parametrize(
    "source",
    [
        'd.setstate((b"\\xff" * 100_000, 0)); d.decode(b"")',
        'd.setstate((b"\\xff" * 2, 0)); d.decode(Large())',
        'd = codecs.getincrementaldecoder("utf-16-le")("surrogatepass")\n'
        'd.setstate((b"\\x00\\xd8" * 100_000 + b"x", 0))\n'
        'try: d.decode(b"", True)\nexcept UnicodeDecodeError: pass',
    ],
)
def test_a_handler_is_paid_for_whatever_it_is_asked_about(source: str) -> None:
    before = (
        'import codecs\nd = codecs.getincrementaldecoder("utf-8")("backslashreplace")\n'
        'class Large:\n    def __radd__(self, kept): return b"\\xff" * 100_000\n'
    )
    with pytest.raises(cloche.StepLimitExceeded):
        cloche.run(before + source, limits=cloche.Limits(steps=1_000_000))


#: Who is asked whether that was all sets another state: what is decoded is what was there before.
test_asked_first = same(
    """
    import codecs
    class Final:
        def __bool__(self):
            d.setstate((b"\\xff" * 9_000, 0))
            return False
        def __index__(self): return self.__bool__()
    """,
    """
    d = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    d.decode(b"", Final()), d.getstate()

    d = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    d.decode(b"a\\xe2\\x82", Final()), d.getstate(), d.decode(b"\\xac", False)

    d = codecs.getincrementaldecoder("utf-8")()
    try: d.decode(b"\\xff", Final())
    except UnicodeDecodeError as error: found = str(error)
    found, len(d.getstate()[0])

    d = codecs.getincrementaldecoder("latin-1")()
    d.decode(b"a", Final()), codecs.getincrementalencoder("utf-8")().encode("a", Final())

    codecs.decode(type("B", (bytearray, Final), {})(b"abc"))

    codecs.getincrementaldecoder("utf-16")().decode(b"a", "no number")
    """,
)
