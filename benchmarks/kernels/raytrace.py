"""Spheres and rays with a vector class that overloads operators."""


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / self.dot(self) ** 0.5)


class Sphere:
    def __init__(self, center, radius, shade):
        self.center = center
        self.radius = radius
        self.shade = shade

    def hit(self, origin, direction):
        to = self.center - origin
        along = to.dot(direction)
        gap = along * along - to.dot(to) + self.radius * self.radius
        if gap < 0:
            return None
        near = along - gap**0.5
        return near if near > 1e-6 else None


SPHERES = [
    Sphere(Vector(0.0, 0.0, 5.0), 1.0, 0.9),
    Sphere(Vector(1.5, 0.5, 6.0), 1.2, 0.6),
    Sphere(Vector(-1.5, -0.5, 4.0), 0.7, 0.8),
]
LIGHT = Vector(-1.0, 1.0, -1.0).unit()


def trace(origin, direction):
    best, thing = None, None
    for sphere in SPHERES:
        distance = sphere.hit(origin, direction)
        if distance is not None and (best is None or distance < best):
            best, thing = distance, sphere
    if thing is None:
        return 0.1
    point = origin + direction * best
    normal = (point - thing.center).unit()
    return thing.shade * max(0.2, normal.dot(LIGHT))


size = 28
picture = 0.0
eye = Vector(0.0, 0.0, 0.0)
for row in range(size):
    for column in range(size):
        aim = Vector((column - size / 2) / size, (size / 2 - row) / size, 1.0).unit()
        picture += trace(eye, aim)
round(picture, 9)
