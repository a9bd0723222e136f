"""Orders report."""

from collections import defaultdict
import json


def total(order, rate=0.2):
    net = sum(item["price"] * item["qty"] for item in order["items"])
    return round(net * (1 + rate), 2)


class Report:
    def __init__(self, orders):
        self.orders = orders
        self.by_customer = defaultdict(list)

    def build(self):
        for order in self.orders:
            if order["status"] != "paid":
                continue
            self.by_customer[order["customer"]].append(total(order))
        return self

    def lines(self):
        for name, sums in sorted(self.by_customer.items()):
            yield f"{name:<10} {len(sums):>3} {sum(sums):>10.2f}"


data = [{"status": "paid", "customer": "ann", "items": [{"price": 2.5, "qty": 4}]}]
report = Report(data).build()
for line in report.lines():
    print(line)
try:
    best = max(report.by_customer, key=lambda name: sum(report.by_customer[name]))
except ValueError:
    best = None
best
