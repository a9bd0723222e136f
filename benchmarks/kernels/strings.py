"""Building, cutting and joining text, straight down the module."""

words = "the quick brown fox jumps over a lazy dog while two cats watch from the wall".split()
text = ""
for i in range(1200):
    word = words[i % len(words)]
    if i % 7 == 0:
        word = word.upper()
    text += word + " "
pieces = []
for part in text.split():
    if part.startswith("T"):
        part = part.replace("T", "t") + "!"
    pieces.append(part.strip("."))
out = ", ".join(pieces)
vowels = 0
for character in out:
    if character in "aeiou":
        vowels += 1
reverse = ""
for character in out[:800]:
    reverse = character + reverse
(len(out), vowels, reverse[:20], out.count("the"))
