# ruff: noqa: E501  A row of a table stays on one line.
"""`json`."""

import sys

import pytest

import cloche

from .tables import TIGHT, gives, same, stopped

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

    json.dumps([float("nan"), 1j], allow_nan=False)

    json.dumps([float("-inf"), {(1,): 1}], allow_nan=False, indent=1)

    json.dumps({"a": float("inf"), (1,): 1}, allow_nan=False)

    json.dumps({float("nan"): 1, "a": 1j}, allow_nan=False)

    json.dumps([float("nan"), 1j], allow_nan=False, default=print)

    json.dumps({"b": float("nan"), "a": 1j}, allow_nan=False, sort_keys=True)

    json.dumps([{1: 1, "a": 2}, 1j], sort_keys=True)

    json.dumps({"b": 1j, "a": {(1,): 1}}, sort_keys=True)

    json.dumps({"b": 1j, (1, 2): 3}, sort_keys=True)

    json.dumps({"b": X(1), "a": X(2)}, sort_keys=True, default=lambda x: print(x.v))

    json.JSONEncoder(allow_nan=False).encode([float("nan"), 1j])

    json.JSONEncoder(sort_keys=True).encode([{1: 1, "a": 2}, 1j])

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

    json.dumps(1, cls=X)

    json.loads("1", cls=X)

    json.dumps(1, nope=2)

    json.loads("1", nope=2)

    class E(json.JSONEncoder):
        def default(self, o):
            if isinstance(o, X): return {"x": o.v}
            if isinstance(o, (set, complex)): return repr(o)
            return super().default(o)
    json.dumps({"a": [X(1), {3}], "b": 1j}, cls=E), json.dumps([X(X(2))], cls=E, indent=1, sort_keys=True), E().encode(X("é")), "".join(E(indent=2).iterencode([1, X(2)])), E(ensure_ascii=False).encode("é")

    class E(json.JSONEncoder):
        def default(self, o): return super().default(o)
    json.dumps(object, cls=E)

    class E(json.JSONEncoder):
        def encode(self, o): return "<" + super().encode(o) + ">"
        def iterencode(self, o, _one_shot=False):
            yield from super().iterencode([o], _one_shot)
    json.dumps({"a": 1}, cls=E)

    json.JSONEncoder().default(1)

    e = json.JSONEncoder(separators=(",", ":"), skipkeys=True)
    e.item_separator, e.key_separator, e.encode({(1,): 2, "a": [1, None]}), list(e.iterencode([1, "a", {}])), json.encoder.JSONEncoder is json.JSONEncoder

    json.JSONEncoder(allow_nan=False).encode([float("inf")])

    json.JSONEncoder(indent=1, allow_nan=False).encode([float("inf")])

    x = []
    x.append(x)
    json.JSONEncoder().encode(x)

    x = {}
    x["x"] = x
    json.JSONEncoder(indent=1).encode(x)

    d = json.JSONDecoder()
    d.decode(' {"a": [1, 2]} '), d.raw_decode('[1] rest'), d.raw_decode('xx "a"', 3)

    json.JSONDecoder().decode("[1] x")

    json.JSONDecoder().raw_decode("")

    class D(json.JSONDecoder):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, object_hook=self.hook, **kwargs)
        def hook(self, d): return X(d["v"]).v if "v" in d else d
    json.loads('[{"v": 5}, {"w": {"v": 6}}]', cls=D), json.JSONDecoder(parse_float=str, object_pairs_hook=tuple).decode('{"a": 1.5}'), json.JSONDecoder(strict=False).decode('"\\\\n"')

    json.loads('"\\n"', strict=False)

    json.loads('"\\n"')

    import io
    out = io.StringIO()
    json.dump({"b": [1, 2.5], "a": None}, out, indent=2, sort_keys=True), out.getvalue(), json.load(io.StringIO('{"x": 1}')), json.load(io.BytesIO(b'[1]'), parse_int=str), json.load(io.StringIO("[1]"), cls=json.JSONDecoder)

    import io
    out = io.StringIO()
    json.dump([X(1), (2,)], out, default=lambda o: o.v), json.dump("é", out, ensure_ascii=False)
    out.getvalue()

    import io
    json.dump({1, 2}, io.StringIO())

    import io
    json.load(io.StringIO("{"))

    json.loads("\ufeff1")

    json.loads("\ufeff1", cls=json.JSONDecoder)

    json.loads(5, cls=json.JSONDecoder)

    try:
        json.loads("{bad}")
    except json.decoder.JSONDecodeError as error:
        found = str(error)
    found, json.decoder.JSONDecodeError is json.JSONDecodeError

    lines = '{"a": 1}\\n{"a": 2}\\n\\n'
    [json.loads(line) for line in lines.splitlines() if line]

    text, values, at = '1 "x" [2] {}', [], 0
    while at < len(text):
        value, at = json.JSONDecoder().raw_decode(text, at)
        values.append(value)
        while at < len(text) and text[at] == " ": at += 1
    values
    """,
)

DEEP = "x = []\nfor i in range(12_000): x = [x]\n"

test_refused = gives(
    HEADER,
    {
        "json.JSONEncoder.iterencode(json, [1])": "AttributeError",
        "json.JSONEncoder.__init__(json.JSONEncoder)": "TypeError",
        "json.scanner": "AttributeError",
        "x = []\nfor i in range(200000): x = [x]\njson.dumps(x)": "RecursionError",
        # What the encoder comes to is weighed, in whatever order it goes.
        f"{DEEP}json.dumps(dict(b=x, a=0), sort_keys=True)": "RecursionError",
        "x = []\nx.append(x)\njson.dumps(dict(b=x, a=0), sort_keys=True)": "ValueError: Circular",
        "x = []\nx.append(x)\njson.dumps(x, check_circular=False)": "RecursionError",
        "json.loads('[' * 100000)": "RecursionError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    x, y = [], "ab"
    x.append(x)
    for i in range(25): y = [y, y]
    json.dumps({"b": x, "a": y}, sort_keys=True)

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

    s = "[" + "0," * 10**6 + "0]"
    while True: json.JSONDecoder().decode(s)

    s = "[" + "{}," * 10**4 + "0]"
    while True: json.JSONDecoder().raw_decode(s)

    x = "ab"
    for i in range(40): x = [x, x]
    json.JSONEncoder().encode(x)

    x = "ab"
    for i in range(40): x = [x, x]
    json.JSONEncoder(indent=2).encode(x)

    class E(json.JSONEncoder):
        def default(self, o): return [complex(o.real + 1)] * 9 if o.real < 50 else 0
    E().encode(1j)

    import io
    x = "ab"
    for i in range(40): x = [x, x]
    json.dump(x, io.StringIO())

    json.JSONEncoder(separators=("," * 10**5, ":")).encode([0] * 10**5)
    """,
)


def test_what_lies_behind_what_is_deep_is_weighed() -> None:
    """CPython's encoder goes 10,000 deep from version 3.12 on."""
    deep = "x, y = [], 0\nfor i in range(2_300): x = [x]\nfor i in range(20): y = [y, y]\n"
    with pytest.raises(cloche.GuestError if sys.version_info < (3, 12) else cloche.LimitExceeded):
        cloche.run(f"import json\n{deep}json.dumps([x, y])", limits=TIGHT)
