"""A reader of a JSON-like notation, character by character, as a class."""


class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        while self.at < len(self.text) and self.text[self.at] in " \n\t,:":
            self.at += 1

    def value(self):
        self.skip()
        mark = self.text[self.at]
        if mark == "{":
            return self.mapping()
        if mark == "[":
            return self.sequence()
        if mark == '"':
            return self.string()
        return self.number()

    def mapping(self):
        self.at += 1
        found = {}
        self.skip()
        while self.text[self.at] != "}":
            key = self.string()
            found[key] = self.value()
            self.skip()
        self.at += 1
        return found

    def sequence(self):
        self.at += 1
        found = []
        self.skip()
        while self.text[self.at] != "]":
            found.append(self.value())
            self.skip()
        self.at += 1
        return found

    def string(self):
        start = self.at + 1
        end = start
        while self.text[end] != '"':
            end += 1
        self.at = end + 1
        return self.text[start:end]

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "0123456789.-e":
            self.at += 1
        text = self.text[start : self.at]
        return float(text) if "." in text else int(text)


record = '{"id": 17, "name": "brass lamp", "tags": ["old", "heavy"], "price": 12.5, "at": [3, 4]}'
source = "[" + ", ".join([record] * 60) + "]"
values = Reader(source).value()
(len(values), values[-1], sum(each["price"] for each in values))
