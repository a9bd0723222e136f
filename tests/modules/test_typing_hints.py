# ruff: noqa: E501  A row of a table stays on one line.
"""`typing`: type hints, overloads, keys of typed dicts, protocols of one method."""

from .tables import gives, same, stopped

HEADER = """
import typing
from typing import *
"""

test_same = same(
    HEADER,
    """
    def f(a: int, b: "str" = "x", *args: "list[int]", c: None = None) -> "Optional[int]": pass
    get_type_hints(f)

    def f(x: "Missing"): pass
    get_type_hints(f)

    def f(x: Annotated[int, "meters"], y: "Annotated[str, 1]"): pass
    get_type_hints(f), get_type_hints(f, include_extras=True)

    def f(x: "Literal['a', 'b', -1]", y: "Callable[[int], str]", z: "typing.List[int]", w: "Tuple[int, ...]"): pass
    get_type_hints(f)

    def f(x: "T"): pass
    get_type_hints(f, {"T": int}), get_type_hints(f, None, {"T": str})

    get_type_hints(3)

    class C:
        def m(self, x: "C") -> "C": return self
    get_type_hints(C.m)["x"] is C, get_type_hints(C().m)["return"] is C

    class M(TypedDict, total=False):
        a: Required[int]
        b: str
    class N(M):
        c: int
        d: NotRequired["str"]
    sorted(N.__required_keys__), sorted(N.__optional_keys__), N.__total__, M.__total__, get_type_hints(N)["a"], get_type_hints(N)["d"]

    @overload
    def g(x: int) -> int: ...
    @overload
    def g(x: str) -> str: ...
    def g(x): return x
    len(get_overloads(g)), g(3), [o.__annotations__["x"] for o in get_overloads(g)]

    isinstance(3, SupportsInt), isinstance("x", SupportsInt), isinstance(1.5, SupportsRound), isinstance(3, SupportsIndex), isinstance(b"", SupportsBytes), isinstance(-1, SupportsAbs), isinstance(1j, SupportsFloat), issubclass(int, SupportsFloat)

    class Has:
        def __int__(self): return 7
    isinstance(Has(), SupportsInt), int(Has())

    def total(x: SupportsFloat, f: "TextIO | None" = None, g: "IO[str]" = None) -> float: return float(x)
    total("1.5")

    reveal_type(5) if False else 5

    def validate(obj, data):
        for k, t in get_type_hints(obj).items():
            if not isinstance(data[k], t): return f"{k}: expected {t.__name__}"
        return "ok"
    class S:
        name: str
        age: "int"
    validate(S, {"name": "x", "age": 3}), validate(S, {"name": "x", "age": "3"})
    """,
)

test_differs = gives(
    HEADER,
    {
        # Natively these look into the module the class was made in, which a table's is not.
        'class Node:\n    value: int\n    next: "Optional[Node]" = None\n    kids: "list[Node]"\n    table: Dict[str, "Node"]\n    alt: "int | None"\nsorted(get_type_hints(Node)), get_type_hints(Node)["next"] == Optional[Node], get_type_hints(Node)["kids"] == list[Node], get_type_hints(Node)["table"] == Dict[str, Node], get_type_hints(Node)["alt"] == (int | None)': "(['alt', 'kids', 'next', 'table', 'value'], True, True, True, True)",
        'class A:\n    x: int\n    y: str\nclass B(A):\n    y: float\n    z: "ClassVar[int]" = 1\nget_type_hints(B)': "{'x': <class 'int'>, 'y': <class 'float'>, 'z': typing.ClassVar[int]}",
        'from dataclasses import dataclass\n@dataclass\nclass P:\n    x: "int"\n    y: "list[P]"\nget_type_hints(P)["y"] == list[P], get_type_hints(P.__init__)["x"] if False else int': "(True, <class 'int'>)",
        "def f(x: 'print(1)'): pass\nget_type_hints(f)": "TypeError: a type written as a string may not hold Call here",
        "def f(x: '[y for y in 1]'): pass\nget_type_hints(f)": "TypeError",
        "def f(x: '__import__'): pass\nget_type_hints(f)": "NameError",
        "def f(x: '__ticks__'): pass\nget_type_hints(f)": "NameError",
        "def f(x: 'f.__globals__'): pass\nget_type_hints(f)": "TypeError: a type written as a string may not name the function 'f' here",
        "def f(x: 'C[exec]'): pass\nclass C:\n    def __class_getitem__(cls, item): return item\nget_type_hints(f)": "TypeError: a type written as a string may not name the function 'exec' here",
        "xs = [1]\nys = (xs, 1)\ndef f(x: 'C[xs]'): pass\ndef g(x: 'C[ys]'): pass\nclass C:\n    def __class_getitem__(cls, item): item.append(cls)\nfound = []\nfor each in (f, g):\n    try: get_type_hints(each)\n    except TypeError as e: found.append(str(e).split('name the ')[1])\nfound": """["list 'xs' here", "tuple 'ys' here"]""",
        "from collections import OrderedDict, deque\nclass D(dict): pass\ndef a(): pass\nthings = {'s': {1}, 'd': {1: 2}, 'z': frozenset(), 'q': deque([1]), 'o': OrderedDict(), 'e': D(), 'v': {1: 2}.keys(), 'g': (x for x in ()), 'm': [].append, 'i': iter([1])}\nclass M(type):\n    def __or__(cls, item): found.append(item)\n    __ror__ = __or__\nclass C(metaclass=M):\n    def __class_getitem__(cls, item): found.append(item)\nfound, told = [], set()\nfor text in 'C[{}]', 'C[{}, 1]', 'C | {}', '{} | C', 'C[int, [{}]]':\n    for name, value in things.items():\n        globals()['k'] = value\n        class K: x: text.format('k')\n        try: get_type_hints(K)\n        except TypeError as e: told.add(str(e).partition(' the ')[0])\nfound, told": "([], {'a type written as a string may not name'})",
        "def f(x: 'C[k]', y: 'Annotated[int, k, n, t, A, v]'): pass\nclass A: pass\nk, n, t, v = A(), 3, 'text', TypeVar('v')\nclass C:\n    def __class_getitem__(cls, item): return type(item)\nrepr(get_type_hints(f))": "\"{'x': <class '__main__.A'>, 'y': <class 'int'>}\"",
        "def f(x: 'int.__subclasses__'): pass\nget_type_hints(f)": "AttributeError",
        "def f(x: '1 +'): pass\nget_type_hints(f)": "SyntaxError: Forward reference must be an expression -- got '1 +'",
        "class P(Protocol):\n    x: int\n    def m(self): ...\nsorted(typing.get_protocol_members(P)) if hasattr(typing, 'is_protocol') else ['m', 'x']": "['m', 'x']",
        "typing.is_protocol(SupportsInt) if hasattr(typing, 'is_protocol') else True": "True",
        "SupportsInt.x = 1": "TypeError",
        "get_type_hints(print)": "{}",
    },
)

test_stopped = stopped(
    HEADER,
    """
    x = "int"
    for _ in range(40): x = Union[x, List[x], Set[x]]
    def f(a: x): pass
    while True: get_type_hints(f)

    def f(a: "(" * 900): pass
    while True:
        try: get_type_hints(f)
        except SyntaxError: pass
    """,
)
