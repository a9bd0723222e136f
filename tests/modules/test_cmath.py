# ruff: noqa: E501  A row of a table stays on one line.
"""`cmath`."""

from .tables import same

test_same = same(
    "import cmath, math",
    """
    cmath.sqrt(-1), cmath.exp(1j * cmath.pi), cmath.log(1j), cmath.log(8, 2), cmath.log10(100), cmath.phase(-1), cmath.polar(1 + 1j), cmath.rect(1, cmath.pi / 2)

    cmath.sin(1j), cmath.cos(1), cmath.tan(1 + 1j), cmath.asin(2), cmath.acos(2), cmath.atan(2), cmath.sinh(1), cmath.cosh(1), cmath.tanh(1), cmath.asinh(1), cmath.acosh(2), cmath.atanh(0.5)

    cmath.isclose(1, 1 + 1e-12), cmath.isfinite(1j), cmath.isinf(cmath.infj), cmath.isnan(cmath.nanj), cmath.e, cmath.tau, cmath.inf, cmath.pi

    cmath.log(0)

    cmath.sqrt("x")

    cmath.isclose(1, 2, rel_tol=-1)

    class C:
        def __complex__(self): return 4j
    cmath.sqrt(C())

    cmath.exp(1000)

    def roots(a, b, c):
        d = cmath.sqrt(b * b - 4 * a * c)
        return (-b + d) / (2 * a), (-b - d) / (2 * a)
    roots(1, 2, 5)
    """,
)
