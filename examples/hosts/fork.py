"""One run, two futures: the same dump is loaded twice, and each goes its own way.

python examples/hosts/fork.py
"""

from __future__ import annotations

import cloche

SNIPPET = """
import random
deck = list(range(1, 11))
random.shuffle(deck)
hand = [deck.pop()]
while sum(hand) < 21 and choose(hand) == "another":
    hand.append(deck.pop())
print("a hand of", sum(hand))
hand
"""


def play(step: cloche.Paused | cloche.Done, most: int) -> cloche.Done:
    """Take another card as long as the hand is worth at most *most*."""
    while isinstance(step, cloche.Paused):
        (hand,) = step.args
        step = step.resume("another" if sum(hand) <= most else "enough")
    return step


def main() -> None:
    box = cloche.Sandbox(tools={"choose": cloche.pausing(str)})
    first = box.start(SNIPPET)
    assert isinstance(first, cloche.Paused)
    data = first.dump()
    careful, bold = play(box.load(data), most=10), play(box.load(data), most=20)
    shorter, longer = sorted([careful.value, bold.value], key=len)
    print("the same cards:", longer[: len(shorter)] == shorter)
    print("other hands:", len(shorter) < len(longer))


if __name__ == "__main__":
    main()
