"""A report in f-strings with widths, precisions and conversions, straight down the module."""

names = ["ann", "bob", "carol", "dave", "eve"]
lines = []
total = 0.0
for i in range(1800):
    name = names[i % 5]
    amount = (i * 37 % 1000) / 7
    total += amount
    share = amount / 150
    lines.append(f"{i:>5} {name:<8}|{amount:10.2f}|{share:7.1%}|{total:,.2f}")
    if i % 100 == 0:
        lines.append(f"--- page {i // 100 + 1} of {len(names)} {name!r} ---")
report = "\n".join(lines)
(len(report), lines[-1])
