"""Extracting fields from text by regular expressions, straight down the module."""

import re

line = re.compile(r"(?P<date>\d{4}-\d\d-\d\d) (?P<level>[A-Z]+) (?P<rest>.*)")
pair = re.compile(r"(\w+)=(\w+)")
levels = {}
values = {}
for i in range(700):
    text = f"2024-0{i % 9 + 1}-1{i % 9} {'WARN' if i % 4 else 'INFO'} user=u{i % 13} size={i % 70}"
    match = line.match(text)
    if match is None:
        continue
    level = match.group("level")
    levels[level] = levels.get(level, 0) + 1
    for key, value in pair.findall(match.group("rest")):
        values.setdefault(key, set()).add(value)
cleaned = [re.sub(r"[aeiou]+", "*", name) for name in sorted(values["user"])]
(levels, {key: len(found) for key, found in values.items()}, cleaned[:4])
