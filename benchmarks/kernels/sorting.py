"""Sorting with key functions, and a merge sort by hand, in functions."""


def numbers(count):
    seed = 12345
    out = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2147483648
        out.append(seed % 10000)
    return out


def merged(left, right):
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    out.extend(left[i:])
    out.extend(right[j:])
    return out


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    return merged(merge_sort(items[:middle]), merge_sort(items[middle:]))


values = numbers(2500)
by_hand = merge_sort(values)
by_digits = sorted(values, key=lambda value: (value % 10, -value))
rows = [{"key": value % 100, "value": value} for value in values]
rows.sort(key=lambda row: row["key"])
(by_hand == sorted(values), by_digits[:5], rows[0]["value"], max(values, key=lambda v: v % 777))
