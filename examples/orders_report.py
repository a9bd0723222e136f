"""Revenue by category, month and customer, from a list of orders.

    cloche run examples/orders_report.py --input orders=@examples/data/orders.json

`orders` is an input: it is what the JSON file holds, copied in. The value of the last line is
what the host gets back.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

COUNTED = {"paid", "shipped"}
BAR_WIDTH = 24


@dataclass(frozen=True)
class Line:
    product: str
    category: str
    unit_price: float
    quantity: int

    @property
    def amount(self):
        return self.unit_price * self.quantity


@dataclass
class Order:
    id: str
    day: date
    customer: str
    status: str
    lines: list = field(default_factory=list)
    discount: float = 0.0

    @classmethod
    def parse(cls, record):
        lines = [Line(**line) for line in record["lines"]]
        day = date.fromisoformat(record["date"])
        return cls(
            record["id"],
            day,
            record["customer"],
            record["status"],
            lines,
            record.get("discount", 0.0),
        )

    @property
    def total(self):
        return round(sum(line.amount for line in self.lines) * (1 - self.discount), 2)

    def __lt__(self, other):
        return (self.total, self.id) < (other.total, other.id)


def money(amount):
    return f"{amount:>11,.2f}"


def heading(title):
    print(f"\n{title}\n{'─' * len(title)}")


def bars(totals):
    """Print one bar for each item, the longest for the largest."""
    largest = max(totals.values(), default=0)
    for name, amount in sorted(totals.items(), key=lambda item: -item[1]):
        bar = "█" * round(BAR_WIDTH * amount / largest)
        print(f"  {name:<12}{money(amount)}  {bar}")


parsed = [Order.parse(record) for record in orders]
counted = [order for order in parsed if order.status in COUNTED]
statuses = Counter(order.status for order in parsed)

print(f"ORDERS REPORT  {min(o.day for o in parsed)} to {max(o.day for o in parsed)}")
print(", ".join(f"{count} {status}" for status, count in statuses.most_common()))

by_category = defaultdict(float)
by_month = defaultdict(float)
by_customer = defaultdict(list)
for order in counted:
    by_month[f"{order.day:%b %Y}"] += order.total
    by_customer[order.customer].append(order)
    for line in order.lines:
        by_category[line.category] += line.amount * (1 - order.discount)

heading("Revenue by category")
bars(by_category)

heading("Revenue by month")
for month, amount in by_month.items():
    print(f"  {month:<12}{money(amount)}")

heading("Best customers")
ranking = sorted(by_customer.items(), key=lambda item: sum(o.total for o in item[1]), reverse=True)
for rank, (customer, theirs) in enumerate(ranking[:3], start=1):
    best = max(theirs)
    total = sum(order.total for order in theirs)
    print(f"  {rank}. {customer:<18}{money(total)}  in {len(theirs)} orders, best {best.id}")

revenue = round(sum(order.total for order in counted), 2)
{"revenue": revenue, "orders": len(counted), "average": round(revenue / len(counted), 2)}
