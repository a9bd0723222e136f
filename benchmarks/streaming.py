"""What is left to do when a source that came in tokens has ended.

    python benchmarks/streaming.py

For each size of program: the time of `stream.finish()` over a cold `box.compile` of the same text,
medians over rounds taken side by side; and the time of all `feed`s together, which passes while the
model writes.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import transpile
from cloche.transpiler.pieces import Pieces

SNIPPET = (Path(__file__).parent / "snippet.py").read_text(encoding="utf-8")
#: Characters a token has, roughly.
TOKEN = 4
ROUNDS = 15


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that *action* takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def streamed(source: str) -> Pieces:
    """Feed *source* token by token; return the stream before its end."""
    pieces = Pieces(base_policy())
    for start in range(0, len(source), TOKEN):
        pieces.feed(source[start : start + TOKEN])
    return pieces


def measure(source: str) -> tuple[float, float, float]:
    """Return the medians of (finish / compile, seconds of compile, seconds of feeding)."""
    policy = base_policy()
    rounds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        pieces = streamed(source)
        feeding = perf_counter() - started
        rounds.append((timed(pieces.finish), timed(lambda: transpile(source, policy)), feeding))
    return (
        statistics.median(finish / whole for finish, whole, _ in rounds),
        statistics.median(whole for _, whole, _ in rounds),
        statistics.median(feeding for _, _, feeding in rounds),
    )


def main() -> None:
    cloche.run("1 + 1")
    print("lines  compile, ms  finish / compile  feeding, ms")
    for copies in (1, 3, 6):
        source = SNIPPET * copies
        ratio, whole, feeding = measure(source)
        lines = source.count("\n")
        print(f"{lines:5}  {whole * 1e3:11.1f}  {ratio:16.2f}  {feeding * 1e3:11.1f}")


if __name__ == "__main__":
    main()
