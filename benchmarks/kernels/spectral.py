"""The spectral norm of an infinite matrix, in functions: float sums over comprehensions."""


def cell(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times_vector(v):
    return [sum(cell(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def transposed_times_vector(v):
    return [sum(cell(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def norm(n):
    u = [1.0] * n
    v = u
    for _ in range(4):
        v = transposed_times_vector(times_vector(u))
        u = transposed_times_vector(times_vector(v))
    above = sum(a * b for a, b in zip(u, v))
    below = sum(b * b for b in v)
    return (above / below) ** 0.5


round(norm(50), 9)
