"""A payment waits for an approval: the run is dumped, and gone on with in another process.

python examples/hosts/approval.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import cloche

KEY = b"from a vault, not from the source"

SNIPPET = """
due = [invoice for invoice in invoices() if invoice["amount"] > 0]
total = 0
for invoice in due:
    receipt = pay(invoice["to"], invoice["amount"])
    print(receipt)
    total += invoice["amount"]
f"paid {total} in {len(due)} payments"
"""


def invoices() -> list[dict[str, object]]:
    print("  (the invoices are looked up)")
    return [{"to": "Ada", "amount": 120}, {"to": "Bob", "amount": 0}, {"to": "Cy", "amount": 80}]


def pay(to: str, amount: int) -> str:
    print(f"  ({amount} go to {to})")
    return f"receipt for {to}"


def box() -> cloche.Sandbox:
    return cloche.Sandbox(tools={"invoices": invoices, "pay": cloche.pausing(pay)})


def ask(step: cloche.Paused | cloche.Done, place: Path) -> None:
    """Keep a run that waits; it costs nothing more until somebody decides."""
    if isinstance(step, cloche.Paused):
        place.write_bytes(step.dump(KEY))
        print(f"line {step.line} wants {step.tool}{step.args}: kept")
    else:
        print(step.stdout + step.value)


def approved(place: Path) -> None:
    """Somebody has approved; in the morning, on another machine."""
    ask(box().load(place.read_bytes(), KEY).call(), place)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "run"
        ask(box().start(SNIPPET), place)
        for _ in range(2):
            sys.stdout.flush()
            subprocess.run([sys.executable, __file__, str(place)], check=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        approved(Path(sys.argv[1]))
    else:
        main()
