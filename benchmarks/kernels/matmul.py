"""Two square matrices as lists of rows, straight down the module: a triple loop."""

n = 36
a = [[(i * 7 + j * 3) % 11 for j in range(n)] for i in range(n)]
b = [[(i * 5 + j * 2) % 13 for j in range(n)] for i in range(n)]
product = []
for i in range(n):
    row = []
    for j in range(n):
        total = 0
        for k in range(n):
            total += a[i][k] * b[k][j]
        row.append(total)
    product.append(row)
trace = 0
for i in range(n):
    trace += product[i][i]
(trace, product[3][4])
