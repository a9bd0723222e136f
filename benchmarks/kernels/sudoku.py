"""A Sudoku by backtracking, in functions: lists of digits and candidate sets."""

PUZZLE = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"


def peers_of(cell):
    row, column = divmod(cell, 9)
    top, left = row - row % 3, column - column % 3
    peers = set()
    for k in range(9):
        peers.add(row * 9 + k)
        peers.add(k * 9 + column)
        peers.add((top + k // 3) * 9 + left + k % 3)
    peers.discard(cell)
    return sorted(peers)


PEERS = [peers_of(cell) for cell in range(81)]


def choices(grid, cell):
    used = {grid[peer] for peer in PEERS[cell]}
    return [digit for digit in range(1, 10) if digit not in used]


def solve(grid):
    best, options = -1, None
    for cell in range(81):
        if grid[cell] == 0:
            possible = choices(grid, cell)
            if options is None or len(possible) < len(options):
                best, options = cell, possible
                if len(possible) < 2:
                    break
    if options is None:
        return True
    for digit in options:
        grid[best] = digit
        if solve(grid):
            return True
    grid[best] = 0
    return False


results = []
for _ in range(4):
    grid = [0 if mark == "." else int(mark) for mark in PUZZLE]
    solve(grid)
    results.append("".join(str(digit) for digit in grid))
results[-1]
