"""Edit distances by dynamic programming, in a function: rows of integers."""


def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = 0 if x == y else 1
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost))
        previous = row
    return previous[-1]


words = ["kitten", "sitting", "saturday", "sunday", "rosettacode", "raisethysword", "intention"]
total = 0
for first in words:
    for second in words:
        total += distance(first * 2, second * 2)
total
