"""Five bodies under gravity, in functions: floats in lists, nested loops."""


def advance(bodies, dt, steps):
    for _ in range(steps):
        for i in range(len(bodies)):
            a = bodies[i]
            for j in range(i + 1, len(bodies)):
                b = bodies[j]
                dx = a[0] - b[0]
                dy = a[1] - b[1]
                dz = a[2] - b[2]
                near = dx * dx + dy * dy + dz * dz
                pull = dt / (near * near**0.5)
                a[3] -= dx * b[6] * pull
                a[4] -= dy * b[6] * pull
                a[5] -= dz * b[6] * pull
                b[3] += dx * a[6] * pull
                b[4] += dy * a[6] * pull
                b[5] += dz * a[6] * pull
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a[6] * (a[3] * a[3] + a[4] * a[4] + a[5] * a[5])
        for b in bodies[i + 1 :]:
            distance = ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2) ** 0.5
            total -= a[6] * b[6] / distance
    return total


bodies = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.48],
    [4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037],
    [8.34, 4.12, -0.40, -1.01, 1.82, 0.008, 0.011],
    [12.89, -15.11, -0.22, 1.08, 0.87, -0.01, 0.0017],
    [15.38, -25.92, 0.18, 0.98, 0.59, -0.03, 0.0020],
]
advance(bodies, 0.01, 1500)
round(energy(bodies), 9)
