"""Pancake flips over all permutations, in a function: list surgery and while loops."""


def flips_of(n):
    order = list(range(n))
    counts = [0] * n
    most = checksum = 0
    sign = 1
    r = n
    while True:
        while r != 1:
            counts[r - 1] = r
            r -= 1
        if order[0]:
            row = order[:]
            flips = 0
            first = row[0]
            while first:
                row[: first + 1] = row[first::-1]
                flips += 1
                first = row[0]
            most = max(most, flips)
            checksum += sign * flips
        sign = -sign
        while True:
            if r == n:
                return checksum, most
            order.insert(r, order.pop(0))
            counts[r] -= 1
            if counts[r] > 0:
                break
            r += 1


flips_of(7)
