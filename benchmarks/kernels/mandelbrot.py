"""Escape times over a grid, straight down the module: float arithmetic in a while loop."""

width, height, limit = 64, 40, 60
total = 0
rows = []
for row in range(height):
    y0 = 2.0 * row / height - 1.0
    line = []
    for column in range(width):
        x0 = 3.0 * column / width - 2.0
        x = y = 0.0
        n = 0
        while n < limit and x * x + y * y <= 4.0:
            x, y = x * x - y * y + x0, 2.0 * x * y + y0
            n += 1
        total += n
        line.append("#" if n == limit else ".")
    rows.append("".join(line))
(total, rows[height // 2])
