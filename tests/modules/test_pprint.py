# ruff: noqa: E501  A row of a table stays on one line.
"""`pprint` and `reprlib`."""

from .tables import gives, same, stopped

HEADER = """
import pprint, reprlib, io
from collections import OrderedDict, defaultdict, Counter, deque
from dataclasses import dataclass
@dataclass
class Point:
    name: str
    tags: list
class Shown:
    def __repr__(self): return "Shown()"
"""

test_same = same(
    HEADER,
    """
    pprint.pformat({"b": [1, 2, 3], "a": {"nested": list(range(40))}})

    pprint.pformat([["x" * 30, "y" * 30, "z" * 30]] * 2, width=40, indent=4), pprint.pformat({2: 1, "a": 2, None: 3})

    pprint.pformat({"z": 1, "a": 2}, sort_dicts=False), pprint.pformat(1234567, underscore_numbers=True), pprint.pformat([[[[1]]]], depth=2)

    pprint.pformat("word " * 40), pprint.pformat(b"x" * 100), pprint.pformat({"k": "long text " * 12}, width=30)

    pprint.pformat(Point("n" * 50, ["t" * 30] * 3)), pprint.pformat(Point("n", []))

    pprint.pformat([Shown()] * 30), pprint.pformat((1,) * 50), pprint.pformat({Shown()}), pprint.pformat(set(range(60)))

    pprint.pformat([OrderedDict(a="x" * 40, b="y" * 40), defaultdict(int, {"k" * 40: 1, "j" * 40: 2}), Counter("a" * 3 + "b"), deque(["q" * 40] * 3)])

    [pprint.pformat(x, width=1) for x in (Counter("senselessness"), Counter(), OrderedDict(a=1, b=2), defaultdict(int, a=1))]

    from types import MappingProxyType, SimpleNamespace
    pprint.pformat([MappingProxyType({"k" * 40: 1, "j" * 40: 2}), SimpleNamespace(a="x" * 50, b="y" * 50)])

    a = [1]
    a.append(a)
    pprint.isrecursive(a), pprint.isreadable([1]), pprint.saferepr([1, "x"]), pprint.isreadable([Shown()])

    out = io.StringIO()
    pprint.pprint({"a": 1}, stream=out), pprint.pp({"b": 1, "a": 2}, stream=out), out.getvalue()

    out = io.StringIO()
    p = pprint.PrettyPrinter(indent=2, width=30, compact=True, stream=out)
    p.pprint(list(range(30))), p.pformat([1]), out.getvalue()

    pprint.PrettyPrinter(width=0)

    pprint.PrettyPrinter(indent=-1)

    class Mine(pprint.PrettyPrinter):
        def format(self, object, context, maxlevels, level):
            if isinstance(object, int): return f"<{object}>", True, False
            return super().format(object, context, maxlevels, level)
    Mine().pformat([1, 2, "x"])

    class D(dict): pass
    class L(list):
        def __repr__(self): return "L!"
    pprint.pformat(D({"k" * 50: 1, "j" * 50: 2})), pprint.pformat(L(range(100)))

    reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}), reprlib.repr(10**100)

    r = reprlib.Repr()
    r.maxlist = 2
    r.maxstring = 10
    r.repr([1, 2, 3]), r.repr("abcdefghijklmnop"), reprlib.repr([1, 2, 3])

    class C:
        @reprlib.recursive_repr(fillvalue="<...>")
        def __repr__(self): return f"C({self.me!r})"
    c = C()
    c.me = c
    repr(c)
    """,
)

test_printed = gives(
    HEADER,
    {
        "reprlib.aRepr.maxlist = 1\nreprlib.repr([1, 2])": "'[1, ...]'",
        "reprlib.repr([1, 2])": "'[1, 2]'",
        "pprint.PrettyPrinter._dispatch": "AttributeError",
    },
)


def test_it_prints_to_the_output_of_the_run():
    import cloche

    found = cloche.Sandbox().execute("import pprint\npprint.pprint({'a': 1})")
    assert found.stdout == "{'a': 1}\n"


test_stopped = stopped(
    HEADER,
    """
    t = 1
    for i in range(40): t = [t, t]
    pprint.pformat(t)

    pprint.pformat(["a" * 100, "b"], width=10, indent=10**9)

    a = []
    for i in range(30): a = [a, a]
    pprint.isreadable(a)

    pprint.pformat({i: "x" * 100 for i in range(10**5)})

    t = 1
    for i in range(40): t = (t, t)
    reprlib.Repr().repr1(t, 10**6)
    """,
)
