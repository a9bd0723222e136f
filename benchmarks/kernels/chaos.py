"""The chaos game with a generator of random numbers by hand, straight down the module."""

seed = 42
x, y = 0.3, 0.4
corners = [(0.0, 0.0), (1.0, 0.0), (0.5, 0.9)]
size = 40
grid = [[0] * size for _ in range(size)]
for step in range(12_000):
    seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
    cx, cy = corners[seed % 3]
    x = (x + cx) / 2
    y = (y + cy) / 2
    column = int(x * size)
    row = int(y * size)
    grid[row][column] += 1
filled = sum(1 for line in grid for cell in line if cell)
(filled, max(max(line) for line in grid), round(x, 9))
