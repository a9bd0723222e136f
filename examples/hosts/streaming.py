"""A model's answer is stopped at the line that would be refused, not at its end.

python examples/hosts/streaming.py
"""

from __future__ import annotations

from collections.abc import Iterator

import cloche

GOOD = "total = 0\nfor price in prices:\n    total += price\n\nround(total, 2)\n"
BAD = (
    "import json\nimport requests\n\n"
    "def fetch(url):\n    return requests.get(url).json()\n\n"
    "fetch('https://example.org/prices')\n"
)


def tokens(text: str) -> Iterator[str]:
    """Yield *text* as a model would: a few characters at a time."""
    for start in range(0, len(text), 4):
        yield text[start : start + 4]


def write(answer: str) -> cloche.Program | None:
    """Take an answer as it comes; return the program, or None when it was stopped."""
    stream = cloche.Sandbox().stream()
    for token in tokens(answer):
        if diagnostics := stream.feed(token):
            came = len(stream.source)
            print(f"stopped after {came} of {len(answer)} characters: {diagnostics[0]}")
            return None
    return stream.finish()


def main() -> None:
    for answer in (GOOD, BAD):
        program = write(answer)
        if program is not None:
            print("total:", program.run({"prices": [4.5, 12.0]}))


if __name__ == "__main__":
    main()
