"""Records as data classes: made, changed, compared and summed."""

from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    price: float
    quantity: int = 1

    def total(self):
        return self.price * self.quantity


@dataclass
class Basket:
    owner: str
    items: list = field(default_factory=list)

    def add(self, item):
        for known in self.items:
            if known.name == item.name:
                known.quantity += item.quantity
                return
        self.items.append(item)

    def total(self):
        return sum(item.total() for item in self.items)


baskets = []
for i in range(220):
    basket = Basket(f"owner {i % 20}")
    for j in range(14):
        basket.add(Item(f"item {(i + j * j) % 9}", 1.25 * j + 0.5, 1 + j % 3))
    baskets.append(basket)
same = sum(1 for a, b in zip(baskets, baskets[9:]) if a.items == b.items)
(round(sum(basket.total() for basket in baskets), 2), same)
