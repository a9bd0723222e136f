"""Shortest paths over a grid with a heap, in functions: tuples as keys, dictionaries."""

import heapq


def weight(x, y):
    return (x * 13 + y * 7) % 9 + 1


def shortest(size):
    start, goal = (0, 0), (size - 1, size - 1)
    distances = {start: 0}
    heap = [(0, start)]
    done = set()
    while heap:
        cost, place = heapq.heappop(heap)
        if place in done:
            continue
        if place == goal:
            return cost, len(done)
        done.add(place)
        x, y = place
        for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if 0 <= nx < size and 0 <= ny < size:
                new = cost + weight(nx, ny)
                if new < distances.get((nx, ny), 10**9):
                    distances[(nx, ny)] = new
                    heapq.heappush(heap, (new, (nx, ny)))
    return None


shortest(36)
