"""All placements of eight queens, by recursion with generators and sets."""


def placements(n, row=0, columns=frozenset(), rising=frozenset(), falling=frozenset()):
    if row == n:
        yield ()
        return
    for column in range(n):
        if column in columns or row + column in rising or row - column in falling:
            continue
        deeper = placements(
            n, row + 1, columns | {column}, rising | {row + column}, falling | {row - column}
        )
        for rest in deeper:
            yield (column, *rest)


found = list(placements(7))
(len(found), found[0], found[-1])
