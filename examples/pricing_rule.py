"""A pricing rule a shop's owner wrote: compiled once, called for every basket line."""

LEVELS = ((100, 0.12), (50, 0.08), (10, 0.03))
HOLIDAY_SKUS = {"gift-box", "candle"}


def discount(quantity):
    """The best level the quantity reaches."""
    for level, rate in LEVELS:
        if quantity >= level:
            return rate
    return 0.0


def price(sku, unit, quantity, member=False):
    """The price of a basket line, in cents."""
    rate = discount(quantity)
    if sku in HOLIDAY_SKUS:
        rate += 0.05
    if member:
        rate = min(rate + 0.02, 0.15)
    return round(unit * quantity * (1 - rate))
