# ruff: noqa: E501  A row of a table stays on one line.
"""`json`."""

from .tables import gives, same, stopped

HEADER = """
import json
class L(list): pass
class D(dict): pass
class S(str): pass
class I(int):
    def __repr__(self): return "no"
class X:
    def __init__(self, v): self.v = v
"""

test_same = same(
    HEADER,
    """
    json.dumps({"a": [1, 2.5, None, True, "é"], "b": {}, "c": []})

    json.dumps({"b": 1, "a": [1, {"z": ()}]}, indent=2, sort_keys=True)

    json.dumps([1, [2, {"a": 3}]], indent="--", separators=(";", "="))

    json.dumps({1: 1, None: 2, True: 3, 2.5: 4})

    json.dumps({(1, 2): 1})

    json.dumps({(1, 2): 1, "a": 2}, skipkeys=True)

    json.dumps("é\\u2028", ensure_ascii=False)

    json.dumps(float("nan")), json.dumps(float("inf")), json.dumps(-0.0)

    json.dumps(float("nan"), allow_nan=False)

    json.dumps({1, 2})

    json.dumps([object])

    json.dumps(1j)

    json.dumps([L([1]), D(a=1), S("x"), I(3)])

    json.dumps({S("k"): 1, I(3): 2})

    json.dumps([X(1), X([2])], default=lambda x: x.v)

    json.dumps(X(X(3)), default=lambda x: x.v)

    x = X(1)
    json.dumps(x, default=lambda v: v)

    x = []
    x.append(x)
    json.dumps(x)

    x = []
    x.append(x)
    json.dumps(x, check_circular=True, indent=1)

    json.dumps([], indent=1.5)

    json.dumps([1], separators=(1, 2, 3))

    json.loads('{"a": [1, 2.5, null, true, "\\\\u00e9"]}')

    json.loads(b'[1]'), json.loads(bytearray(b'[1]')), json.loads(S("3"))

    json.loads("")

    json.loads("[1,]")

    json.loads('{"a": 1')

    json.loads(3)

    try:
        json.loads("[1, x]")
    except json.JSONDecodeError as error:
        found = (error.msg, error.doc, error.pos, error.lineno, error.colno, isinstance(error, ValueError))
    found

    json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d))

    json.loads('{"a": {"b": 1}}', object_pairs_hook=list)

    json.loads("[1, 1.5, NaN]", parse_int=str, parse_float=lambda t: t * 2, parse_constant=len)

    json.loads("NaN"), json.loads("-Infinity")
    """,
)

test_refused = gives(
    HEADER,
    {
        "json.dumps(1, cls=X)": "TypeError: json.dumps() takes no cls= here",
        "json.loads('1', cls=X)": "TypeError: json.loads() takes no cls= here",
        "x = []\nfor i in range(200000): x = [x]\njson.dumps(x)": "RecursionError",
        "json.loads('[' * 100000)": "RecursionError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    x = "ab"
    for i in range(40): x = [x, x]
    json.dumps(x)

    json.dumps([1], indent=10**9)

    json.dumps([[1] * 1000] * 1000, indent="x" * 1000)

    json.dumps([0] * 100000, separators=("," * 100000, ":"))

    class Endless(list):
        def __iter__(self): return iter(range(10**10))
    json.dumps(Endless())

    class Endless(dict):
        def items(self): return ((i, i) for i in range(10**10))
    json.dumps(Endless())

    json.dumps(X(4), default=lambda x: [X(x.v - 1) for i in range(10000)])

    s = "[" + "0," * 10**6 + "0]"
    while True: json.loads(s)
    """,
)
