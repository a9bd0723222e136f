"""Collatz sequences with a table of known lengths, straight down the module."""

known = {1: 1}
best = longest = 0
for start in range(1, 4500):
    n = start
    path = []
    while n not in known:
        path.append(n)
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
    length = known[n]
    for number in reversed(path):
        length += 1
        known[number] = length
    if length > longest:
        longest = length
        best = start
(best, longest, len(known))
