"""Binary trees of objects, built and walked by methods."""


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        total = 1
        if self.left is not None:
            total += self.left.count()
        if self.right is not None:
            total += self.right.count()
        return total


def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


total = 0
for depth in range(4, 12):
    total += build(depth).count()
total
