"""One line, many copies: whatever makes something as large as what it is given, a dozen times over.

A line takes no step, so nothing but the operations themselves can see what it comes to.
"""

from __future__ import annotations

from typing import Final

from .bombs import Bomb

_TIMES: Final = 14
LIMITS: Final = {"steps": None, "seconds": 2.0, "memory": 8 * 2**20, "output": 64 * 2**10}
#: All that a line makes would be 80 MiB. (What is sampled, at a busy moment, comes to some copies.)
MOST: Final = 56 * 2**20
#: How each value is made, most of what a run may have, and what copies it.
_TABLE: Final = {
    "'a' * 6_000_000": """
        x + 'a'; 'a' + x; x + x; x + str(); x[:-1]; x[1:]; x * 2; f'{x}a'; f'{x:>5}a'; x % () + 'a'
        '%s.' % x; '%s.' % (x,); ''.join([x, 'a']); x.replace('a', 'b'); x.encode(); x.upper()
        x.title(); x.ljust(6_000_001); x.zfill(6_000_001); x.removeprefix('a'); repr(x)
        x.strip('b') + 'a'; x.expandtabs() + 'a'; x.translate({97: 'b'}); '{}.'.format(x)
        x.partition('ab')[0] + 'a'; x.center(6_000_003); x.split('b')[0] + 'a'; bytes(x, 'utf8')
        operator.add(x, 'a'); operator.iadd(x, 'a'); operator.concat(x, 'a'); io.StringIO(x)
        max(x + 'a', 'b'); (lambda: x + 'a')(); json.dumps(x); html.escape(x + '<'); x.casefold()
        textwrap.indent(x, ' '); collections.UserString(x) + 'a'; [z := x, z := z + 'a', z]
        """,
    "b'a' * 6_000_000": """
        x + b'a'; b'a' + x; x + x; x[1:]; x * 2; x % () + b'a'; b'%b.' % x; b''.join([x, b'a'])
        x.replace(b'a', b'b'); bytearray(x); x.decode(); x.hex(); x.upper(); x.ljust(6_000_001)
        bytes(bytearray(x)); memoryview(x)[:].tobytes(); x.translate(bytes(256)); io.BytesIO(x)
        str(x, 'utf8'); base64.b64encode(x); operator.add(x, b'a'); x[::-1]; bytes(memoryview(x))
        """,
    "bytearray(6_000_000)": """
        x + b'a'; b'a' + x; x + x; x[1:]; x * 2; x.copy(); bytes(x); bytearray(x); copy.copy(x)
        x.replace(b'a', b'b'); x.decode(); x.upper()
        """,
    "[0] * 700_000": """
        x + [1]; [1] + x; x + x; x[1:]; x[::2]; x * 2; [*x]; [1, *x]; (*x, 1); list(x); tuple(x)
        x.copy(); copy.copy(x); sorted(x); operator.add(x, [1]); collections.deque(x)
        [v for v in x]; collections.UserList(x) + [1]; array.array('q', x); sum([x], [])
        list(map(int, x)); copy.deepcopy(x); bytes(x)
        """,
    "(0,) * 700_000": """
        x + (1,); (1,) + x; x + x; x[1:]; x * 2; (*x, 1); [*x]; list(x); operator.add(x, (1,))
        operator.iadd(x, (1,)); sum([x], ())
        """,
    "collections.deque([0]) * 700_000": """
        x + x; x.copy(); collections.deque(x); copy.copy(x); x * 2; list(x)
        """,
    "array.array('b', [1]) * 6_000_000": """
        x + x; x[1:]; x * 2; x.tobytes(); array.array('b', x); copy.copy(x)
        """,
    "dict.fromkeys(range(80_000))": """
        {**x}; {**x, 1: 2}; x.copy(); dict(x); copy.copy(x)
        list(x.items()); set(x); list(x); dict(x.items()); dict(x, a=1); copy.deepcopy(x)
        collections.OrderedDict(x); collections.defaultdict(int, x); collections.Counter(x)
        collections.ChainMap(x).copy(); collections.UserDict(x); dict.fromkeys(x)
        x | {1: 2}; {1: 2} | x; x | x; operator.or_(x, x); types.MappingProxyType(x) | x
        x.keys() - (); x.items() - []; x.keys() | [1]; x.items() ^ {}; x.keys() & range(80_000)
        [] | x.keys(); () ^ x.items(); x.items() | iter(()); set() | x.items(); {*x.items()}
        operator.sub(x.items(), ()); x.items().__or__(()); x.items() & x.items(); () | x.items()
        set(x.items()); frozenset(x.keys()); [] + [*x.items()]; sorted(x.items())
        """,
    "set(range(80_000))": """
        {*x}; {*x, 1}; x.copy(); set(x); frozenset(x)
        x.union([1]); x.difference([1]); x.intersection(x); x.symmetric_difference([1])
        copy.copy(x); sorted(x)
        x | {1}; x | x; x & x; x - {1}; x ^ {1}; {1} | x; operator.sub(x, {1}); set.__or__(x, x)
        """,
    "frozenset(range(80_000))": """
        x.union([1]); set(x); x.difference([1])
        x | {1}; x | x; x & x; x - {1}; x ^ {1}; operator.iand(x, x); operator.ior(x, {1})
        """,
    "'f' * 6_000_000": """
        int('0x' + x, 0); bytes.fromhex(x); int(x, 16); int(x, 32); int(x, base=16)
        type(1)(x, 16); int.__new__(int, x, 32); operator.call(int, x, 16); int.__call__(x, 16)
        bool.__base__(x, 16); (int | str).__args__[0](x, 16); [*map(int, [x], [16])]
        """,
    "1 << 900_000": """
        -x; ~x; x + 1; x - 1; x | 1; x ^ 1; x >> 1; abs(x) + 1; hex(x); x * 3; x.to_bytes(200_000)
        """,
}  # fmt: skip
_IMPORTS: Final = (
    "import array, base64, collections, copy, html, io, json, operator\nimport textwrap, types\n"
)
_NAMES: Final = [f"v{n}" for n in range(_TIMES)]


def _bombs(value: str, forms: str) -> list[Bomb]:
    texts = [text.strip() for line in forms.strip().splitlines() for text in line.split(";")]
    kind = value.split("(")[0].replace(" ", "")
    return [
        Bomb(
            f"line-{kind}-{text.replace(' ', '')}",
            f"{_IMPORTS}x = {value}\ny = [{f'{text}, ' * _TIMES}]\nlen(y)",
        )
        for text in texts
    ]


#: What is augmented is copied if others have it.
_AUGMENTED: Final = [
    Bomb(
        f"line-augmented-{end}",
        f"x = {value}\n{' = '.join(_NAMES)} = x\n{'; '.join(f'{v} += {end}' for v in _NAMES)}\n0",
    )
    for value, end in (
        ("'a' * 6_000_000", "'b'"),
        ("b'a' * 6_000_000", "b'b'"),
        ("(0,) * 700_000", "(1,)"),
        ("'a' * 6_000_000", "str(1)"),
        ("'a' * 3_000_000", "v0"),
    )
]
_SETWISE: Final = [
    Bomb(
        f"line-augmented{operator}",
        f"x, y = frozenset(range(80_000)), {{1}}\n{' = '.join(_NAMES)} = x\n"
        f"{'; '.join(f'{v} {operator} y' for v in _NAMES)}\n0",
    )
    for operator in ("|=", "-=", "^=")
]  # fmt: skip
BOMBS: Final = [
    *(bomb for value, forms in _TABLE.items() for bomb in _bombs(value, forms)),
    *_AUGMENTED,
    *_SETWISE,
]
_FIELDS_OF: Final = """
s = 'a' * 2_000_000
class A:
    def __init__(self): self.n = 0
    def __format__(self, _): return s
    def __str__(self): return s
    def __repr__(self): return self.loop()
    def loop(self):
        for _ in [*range(3)]: pass
        return s
class T(str):
    def __format__(self, _): return s
class I(int):
    __repr__ = __str__ = __format__ = lambda *_: s
def given(): yield s
a, t, i = A(), T(), I()
"""
#: What the fields of one f-string come to, whoever answers them: 100 of 2 MB each; and what one
#: wide character makes of those beside it.
FIELDS: Final = [
    *(
        Bomb(f"fields-{field.replace(' ', '')}", f"{_FIELDS_OF}len(f'{field * 100}')")
        for field in (
            "{a}", "{a!s}", "{a!r}", "{a!a}", "{a.loop()}", "{[a]}", "{t}", "{i!s}",
            "{next(given())}", '{f"{a}"}', "{s}",
            "{[a.loop() + f\"{a}{a}\" for _ in \"ab\"][0]}",
        )
    ),
    *(
        Bomb(f"wide-fields-{n}", f"x, y = 'a' * 7_000_000, chr(128512)\nlen(f'{text}')")
        for n, text in enumerate(("{x}\N{GRINNING FACE}", "{x}{y}", "{x}{x}", "{x!s}{y:>5}"))
    ),
]  # fmt: skip
#: What prints a name that the program has made long, two hundred times in one call.
NAMED: Final = [
    Bomb(
        f"named-{n}",
        f"from collections import deque\nfrom types import SimpleNamespace\n{made}\n"
        f"s = 'a' * 1_000_000\n{name} = s\nlen(repr([{shown}] * 200))",
    )
    for n, (made, name, shown) in enumerate((
        ("class C: pass", "C.__qualname__", "C"), ("class C: pass", "C.__qualname__", "C()"),
        ("class C: pass", "C.__module__", "C()"), ("class C(list): pass", "C.__name__", "{C}"),
        ("class C(deque): pass", "C.__name__", "C()"),
        ("class C(frozenset): pass", "C.__name__", "C()"),
        ("class C(SimpleNamespace): pass", "C.__name__", "C()"),
        ("class C(Exception): pass", "C.__name__", "C()"),
        ("class C(Exception): pass", "C.__name__", "(C(1), [C()])"),
        ("class C: f = lambda self: 1", "C.f.__qualname__", "C().f"),
        ("class C: __slots__ = ('x',)", "C.__name__", "C.__dict__"),
        ("class C: pass", "C.__qualname__", "super(C, C())"),
        ("class C: pass", "C.__qualname__", "C | int"), ("class C: pass", "C.__name__", "list[C]"),
        ("def f(): pass", "f.__qualname__", "f"), ("def f(): yield", "f.__qualname__", "f()"),
        ("async def f(): yield", "f.__qualname__", "f()"), ("f = len", "C", "type(s, (), {})"),
    ))
]  # fmt: skip
#: Attributes that are made anew whenever they are read.
READ: Final = [
    Bomb(f"read-{n}", f"{made}\ny = [{f'{read}, ' * 600}]\nlen(y)")
    for n, (made, read) in enumerate((
        *(
            (f"class I(int): pass\nx = I(1 << 900_000)\n{also}", read)
            for also, read in (
                ("", "x.real"), ("", "x.numerator"),
                ("f = lambda: [x.real] * 1", "f()"),
                ("import operator\nf = operator.attrgetter('real', 'numerator')", "f(x)"),
            )
        ),
        ("from collections import ChainMap\nx = ChainMap(*[{}] * 40_000)", "x.parents"),
        ("import re\nx = re.match('()' * 2_000, '')", "x.regs"),
        (
            "import re\nx = re.compile(''.join(f'(?P<a{n}>)' for n in range(900)))",
            "x.groupindex",
        ),
        ("import struct\nx = struct.Struct('x' * 200_000)", "x.format"),
    ))
]  # fmt: skip
#: One message of an error: C prints escapes for what has no glyph, as wide as the widest there.
_PRINTED: Final = [
    Bomb(
        f"printed-{text.replace(' ', '')}-{kind}",
        f"class F(float): pass\nclass I(int): pass\ns = {made}\ntry: {text}\n"
        "except ValueError: pass\n0",
    )
    for kind, made in (
        ("nul", "'\\0' * 7_500_000"),
        ("tag", "chr(0xE0001) * 1_800_000 + chr(0x1F600)"),
    )
    for text in (
        "float(s)", "F(s)", "[*map(float, [s])]", "type(1.5)(s)", "float.__new__(float, s)",
        "int(s)", "I(s)", "int(s, 16)", "[*map(int, [s])]", "float(s.encode())",
    )
]  # fmt: skip
#: Errors that hold a long text of the program's in their message, and are kept.
ERRORS: Final = [
    *_PRINTED,
    *(
        Bomb(
            f"error-{text.replace(' ', '')}",
            "import codecs, datetime, hashlib, statistics\nfrom collections import deque\n"
            "class B:\n    def __set_name__(self, owner, name): raise ValueError(1)\n"
            "class F(float): pass\ns = 'a' * 6_000_000\ndef f(x): pass\n"
            + "".join(f"try: {text}\nexcept Exception as e: {name} = e\n" for name in _NAMES)
            + "0",
        )
        for text in (
            "list[s][int]", "tuple[s][0]", "(list[s] | int)[int]", "[].index(s)",
            "deque().remove(s)", "type('X', (), {s: B()})", "codecs.getdecoder(s)",
            "statistics.quantiles([1, 2], method=s)", "float(s)", "F(s)", "[*map(float, [s])]",
            "type(1.5)(s)", "getattr(1, s)", "setattr(1, s, 1)", "f(1, **{s: 1})",
            "print(**{s: 1})", "'a'.encode(s)", "b'a'.decode(s)",
            "datetime.date.fromisoformat(s)", "hashlib.new(s)", "f.__qualname__ = s; f()",
        )
    ),
]  # fmt: skip
