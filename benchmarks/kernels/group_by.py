"""Grouping and aggregating many small dictionaries, straight down the module."""

from collections import Counter, defaultdict

rows = []
for i in range(2500):
    rows.append(
        {"region": "nesw"[i % 4], "product": f"p{i % 31}", "units": i % 9 + 1, "price": 2.5}
    )
groups = defaultdict(list)
for row in rows:
    groups[(row["region"], row["product"])].append(row)
table = {}
for key, members in groups.items():
    units = sum(member["units"] for member in members)
    value = sum(member["units"] * member["price"] for member in members)
    table[key] = {"units": units, "value": value, "mean": value / len(members)}
by_region = {}
for (region, product), entry in table.items():
    by_region[region] = by_region.get(region, 0.0) + entry["value"]
best = sorted(table, key=lambda key: (-table[key]["value"], key))[:3]
popular = Counter(row["product"] for row in rows).most_common(2)
(by_region, best, popular)
