"""Linear equations by elimination, in a function: floats in lists of lists."""


def solve(matrix, right):
    n = len(matrix)
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, n):
            factor = rows[row][column] / rows[column][column]
            for k in range(column, n + 1):
                rows[row][k] -= factor * rows[column][k]
    solution = [0.0] * n
    for row in range(n - 1, -1, -1):
        rest = rows[row][n]
        for k in range(row + 1, n):
            rest -= rows[row][k] * solution[k]
        solution[row] = rest / rows[row][row]
    return solution


n = 36
matrix = [
    [float((i * 7 + j * 11) % 13) + (20.0 if i == j else 0.0) for j in range(n)] for i in range(n)
]
right = [float(i % 7) for i in range(n)]
[round(value, 6) for value in solve(matrix, right)[:6]]
