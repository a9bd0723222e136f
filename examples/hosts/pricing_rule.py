"""A rule compiled once and called 100,000 times, each call under its own limits.

python examples/hosts/pricing_rule.py
"""

from __future__ import annotations

from pathlib import Path

import cloche

RULE = Path(__file__).parents[1] / "pricing_rule.py"
SKUS = ("pen", "gift-box", "candle", "mug", "tea")


def main() -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=1_000, seconds=0.1))
    price = box.compile(RULE.read_bytes()).function("price")
    total = 0
    for i in range(100_000):
        total += price(SKUS[i % 5], 100 + i % 900, 1 + i % 120, member=i % 3 == 0)
    print(f"100,000 basket lines: {total / 100:,.2f}")
    try:
        price("tea", "a lot", 3)
    except cloche.GuestError as error:
        print(f"refused by the rule itself: {error}")


if __name__ == "__main__":
    main()
