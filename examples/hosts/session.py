"""Five steps of a session: names, functions and classes persist, limits are per step.

python examples/hosts/session.py
"""

from __future__ import annotations

import cloche

STEPS = (
    "rows = [line.split(',') for line in text.splitlines()]\nlen(rows)",
    "from dataclasses import dataclass\n\n"
    "@dataclass\nclass Reading:\n    day: str\n    celsius: float",
    "readings = [Reading(day, float(value)) for day, value in rows]\n"
    "max(readings, key=lambda r: r.celsius)",
    "sum(r.celsius for r in readings) / len(reading)",
    "mean = sum(r.celsius for r in readings) / len(readings)\nf'{mean:.1f} degrees on average'",
)


def main() -> None:
    session = cloche.Sandbox().session(inputs={"text": "mon,18.5\ntue,21.0\nwed,19.5"})
    for number, step in enumerate(STEPS, 1):
        try:
            print(f"[{number}] {session.run(step)!r}")
        except cloche.GuestError as error:
            print(f"[{number}] {error}")


if __name__ == "__main__":
    main()
