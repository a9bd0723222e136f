"""A pipeline of generators over log lines, in functions."""


def lines(count):
    for i in range(count):
        level = "error" if i % 11 == 0 else "info"
        yield f"{i} {level} user{i % 17} took {i % 90}ms"


def parsed(source):
    for line in source:
        number, level, user, _, took = line.split()
        yield int(number), level, user, int(took[:-2])


def slow(source, bound):
    return (row for row in source if row[3] > bound)


def numbered(source):
    count = 0
    for row in source:
        count += 1
        yield count, row


totals = {}
errors = 0
for count, (number, level, user, took) in numbered(slow(parsed(lines(5000)), 20)):
    totals[user] = totals.get(user, 0) + took
    if level == "error":
        errors += 1
(count, errors, sorted(totals.items())[:3])
