"""Comprehensions over records, straight down the module: filters, nests, sets and dictionaries."""

orders = [
    {"id": i, "customer": f"c{i % 23}", "total": (i * 37) % 101 + 0.5, "paid": i % 3 != 0}
    for i in range(1500)
]
for turn in range(4):
    paid = [order for order in orders if order["paid"] and order["total"] > 10]
    names = {order["customer"] for order in paid}
    by_name = {
        name: [order["total"] for order in paid if order["customer"] == name]
        for name in sorted(names)[:8]
    }
    sums = {name: round(sum(totals), 2) for name, totals in by_name.items()}
    pairs = [(x, y) for x in range(40) for y in range(x) if (x + y) % 5 == 0]
    flat = [number for row in [[k * k for k in range(j)] for j in range(30)] for number in row]
(sums, len(pairs), sum(flat))
