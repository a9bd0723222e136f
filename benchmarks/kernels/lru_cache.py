"""A cache that forgets what was used longest ago, as a class over OrderedDict."""

from collections import OrderedDict


class Cache:
    def __init__(self, size):
        self.size = size
        self.entries = OrderedDict()
        self.hits = self.misses = 0

    def get(self, key, make):
        if key in self.entries:
            self.entries.move_to_end(key)
            self.hits += 1
            return self.entries[key]
        self.misses += 1
        value = make(key)
        self.entries[key] = value
        if len(self.entries) > self.size:
            self.entries.popitem(last=False)
        return value


cache = Cache(60)
total = 0
seed = 7
for i in range(9000):
    seed = (seed * 75 + 74) % 65537
    total += cache.get(seed % 90, lambda key: key * key + 1)
(cache.hits, cache.misses, total)
