"""A program that is refused, with everything that is wrong with it, before a line of it runs.

python examples/hosts/refused.py
"""

from __future__ import annotations

from pathlib import Path

import cloche

SNIPPET = Path(__file__).parents[1] / "refused.py"


def main() -> None:
    try:
        cloche.run(SNIPPET.read_bytes())
    except cloche.Rejected as rejected:
        for diagnostic in rejected.diagnostics:
            print(diagnostic)


if __name__ == "__main__":
    main()
