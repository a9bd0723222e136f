"""Closures, a memo and higher-order functions."""


def memoised(function):
    known = {}

    def inner(*args):
        if args not in known:
            known[args] = function(*args)
        return known[args]

    return inner


def counter(step):
    count = 0

    def bump():
        nonlocal count
        count += step
        return count

    return bump


def compose(*functions):
    def composed(x):
        for function in functions:
            x = function(x)
        return x

    return composed


@memoised
def paths(x, y):
    return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)


bumps = [counter(step) for step in range(1, 6)]
work = compose(lambda x: x + 1, lambda x: x * 3, lambda x: x % 1001)
total = 0
for i in range(2500):
    total += work(i)
    total += bumps[i % 5]()
for size in range(30):
    total += paths(size, size) % 97
total
