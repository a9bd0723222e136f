"""Counting words with dictionaries, straight down the module, and a ranking at the end."""

text = """it was the best of times it was the worst of times it was the age of wisdom it was the
age of foolishness it was the epoch of belief it was the epoch of incredulity it was the season of
light it was the season of darkness it was the spring of hope it was the winter of despair"""
counts = {}
first_seen = {}
lengths = {}
for turn in range(60):
    for position, word in enumerate(text.split()):
        counts[word] = counts.get(word, 0) + 1
        if word not in first_seen:
            first_seen[word] = position
        size = len(word)
        if size in lengths:
            lengths[size].append(word)
        else:
            lengths[size] = [word]
ranking = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
summary = {size: len(found) for size, found in sorted(lengths.items())}
(ranking[:5], summary, sum(first_seen.values()))
