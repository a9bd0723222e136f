"""What a reviewer reads: the program beside what runs, and every guard by name.

python examples/hosts/audit.py
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import cloche

RULE = Path(__file__).parents[1] / "pricing_rule.py"
GUARD = re.compile(r"__[a-z_]+__(?=[(.])")


def main() -> None:
    program = cloche.Sandbox().compile(RULE.read_bytes())
    pairs = zip(program.source.splitlines(), program.guarded.splitlines(), strict=True)
    for number, (written, runs) in enumerate(pairs, 1):
        if written != runs:
            print(f"{number:3}   {written}")
            print(f"   -> {runs}")
    print()
    for guard, count in Counter(GUARD.findall(program.guarded)).most_common():
        print(f"{count:3} {guard}")


if __name__ == "__main__":
    main()
