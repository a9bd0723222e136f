# ruff: noqa: E501  A row of a table stays on one line.
"""`enum`."""

import sys

import pytest

import cloche

from .tables import gives, guarded, same, shown, stopped

#: From then on `in` takes a value, and a member leads to the attributes of its value.
BY_VALUE = sys.version_info >= (3, 12)
HEADER = """
import enum
from enum import CONFORM, CONTINUOUS, EJECT, KEEP, NAMED_FLAGS, STRICT, UNIQUE
from enum import Enum, EnumMeta, EnumType, Flag, FlagBoundary, IntEnum, IntFlag, ReprEnum, StrEnum
from enum import auto, member, nonmember, unique, verify
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
class Perm(Flag):
    R = 4
    W = 2
    X = 1
    RWX = 7
class Size(IntEnum):
    S = 1
    M = 2
    L = 3
class Mode(StrEnum):
    READ = auto()
    WRITE = "w"
class Opt(IntFlag):
    A = 1
    B = 2
    C = 8
"""

test_members = same(
    HEADER,
    """
    Color.RED, Color(2), Color["BLUE"], Color.CRIMSON, Color.RED.name, Color.RED.value, Color.CRIMSON is Color.RED

    str(Color.RED), repr(Color.RED), f"{Color.RED}", f"{Color.RED:>12}", "%s" % Color.RED, "{}".format(Color.RED), format(Color.RED, "<12")

    repr(Color), str(Color), repr(Perm), repr(Size), len(Color), bool(Color), [c.name for c in Color], list(reversed(Color)), list(Color.__members__.items())

    Color(9)

    Color("RED")

    Color["NOPE"]

    Color.NOPE

    Color(Color.RED) is Color.RED, Color.RED in Color, Color.RED == 1, Color.RED != Color.BLUE, hash(Color.RED) == hash("RED")

    Color.RED < Color.BLUE

    Color.RED + 1

    isinstance(Color.RED, Color), isinstance(Color.RED, Enum), type(Color.RED) is Color, issubclass(Color, Enum), type(Color) is EnumType, isinstance(Color, EnumMeta), EnumMeta is EnumType

    {Color.RED: 1, Color.BLUE: 2}[Color.BLUE], {Color.RED, Color.CRIMSON}, sorted(Color, key=lambda c: -c.value)

    Color._value2member_map_, Color._member_map_, Color._member_names_, Color.RED._value_, Color.RED._name_, Color.RED._sort_order_, 3 in Color._value2member_map_

    Color.RED = 5

    del Color.RED

    Color.EXTRA = 5
    Color.EXTRA, list(Color)

    Color.RED.value = 3

    Color.RED.name = "x"

    Color.RED.note = "x"
    Color.RED.note, Color(1).note

    match Color(2):
        case Color.RED: r = "r"
        case Color.GREEN | Color.BLUE: r = "gb"
    r

    match Color.RED:
        case Color(value=v, name=n): r = v, n
    r

    class E(Enum): pass
    len(E), list(E), repr(E)

    class E(Enum): pass
    class F(E): A = 1
    class G(E, Enum): A = 2
    F.A, isinstance(F.A, E), G.A

    class F(Color): X = 1

    class F(Color): pass

    class E(Enum):
        A = 1
        A = 2

    class E(Enum):
        A = 1
        def A(self): pass

    class E(Enum):
        _secret_ = 1

    class E(Enum):
        mro = 1

    class E(Enum):
        _private = 1
        __hidden = 2
        x: int
    E._private, [e.name for e in E]

    class E(Enum):
        A = [1]
        B = [1, 2]
        C = [1]
        D = {"k": 1}
    E.C is E.A, E([1, 2]), E({"k": 1}), [e.value for e in E], len(E._value2member_map_)

    class E(Enum):
        A = [1]
    E([9])

    class E(Enum):
        name = 1
        value = 2
    E.name, E.value, E.name.name, E.value.value, E.name.value

    class E(Enum):
        A = None
        B = ()
        C = (1,)
        D = "s"
        F = 1.5
    list(E), E(None), E(()), E((1,)), E(1.5)

    def f(x): return x + 1
    class E(Enum):
        A = member(f)
        B = nonmember(5)
        @member
        def D(self): return 1
        @nonmember
        class I: pass
        @staticmethod
        def g(): return 7
        @classmethod
        def h(cls): return cls.A
    [e.name for e in E], E.A.value(1), E.B, E.g(), E.h().name, E.I.__name__

    class E(Enum):
        _ignore_ = "tmp other"
        tmp = 5
        A = tmp + 1
        other = 3
        B = other
    list(E), hasattr(E, "tmp"), hasattr(E, "other")

    class E(Enum):
        _ignore_ = ["i", "A"]
        A = 1
    list(E)

    class E(Enum):
        A = 1
        _ignore_ = "A"

    class E(Enum):
        _order_ = "A B"
        A = 1
        B = 2
    list(E)

    try:
        class E(Enum):
            _order_ = "B A"
            A = 1
            B = 2
    except TypeError as e: r = str(e)
    r

    [Color.RED.__class__, Color.__name__, Color.__qualname__, Color.__module__, Color.__doc__ is None, Color.RED.__doc__ is None, Color.RED.__module__]

    class E(Enum):
        '''Doc.'''
        A = 1
    E.__doc__, E.A.__doc__

    iter(Color).__next__(), next(iter(Color)), max(Color, key=lambda c: c.value), dict(zip(Color, "abc")), [*Color], {**Color.__members__}

    class Outer:
        class Inner(Enum):
            A = 1
    Outer.Inner.A, repr(Outer.Inner), Outer.Inner.__qualname__

    class Outer:
        class Inner(Enum):
            A = 1
    Outer.Inner(3)

    vars(Color.RED)["_value_"], getattr(Color, "RED"), getattr(Color, "X", 0), hasattr(Color, "GREEN"), callable(Color)

    Color()

    sorted(n for n in dir(Color) if n[0] != "_"), "name" in dir(Color.RED)

    any(c is Color.RED for c in Color), Color.RED is not Color.BLUE, Color.RED and 1, not Color.RED

    (lambda: Color.RED.value + Color.BLUE.value)(), sum(c.value for c in Color), "-".join(c.name for c in Color)
    """,
)

test_behaviour = same(
    HEADER,
    """
    class Planet(Enum):
        EARTH = (5.976e24, 6.37814e6)
        MARS = (6.421e23, 3.3972e6)
        def __init__(self, mass, radius):
            self.mass, self.radius = mass, radius
        @property
        def gravity(self):
            return 6.67300E-11 * self.mass / (self.radius * self.radius)
    round(Planet.EARTH.gravity, 3), Planet.MARS.mass, Planet.EARTH.value, Planet((5.976e24, 6.37814e6))

    class Coord(bytes, Enum):
        def __new__(cls, value, label, unit):
            obj = bytes.__new__(cls, [value])
            obj._value_ = value
            obj.label = label
            obj.unit = unit
            return obj
        PX = (0, "P.X", "km")
        PY = (1, "P.Y", "km")
    Coord.PY, Coord(1), Coord.PY.label, Coord.PX + b"z", isinstance(Coord.PX, bytes)

    class Shape(Enum):
        def __new__(cls, sides, title):
            self = object.__new__(cls)
            self._value_ = sides
            self.title = title
            return self
        TRIANGLE = 3, "Triangle"
        SQUARE = 4, "Square"
    Shape(4).title, Shape.TRIANGLE.value, Shape["SQUARE"].title

    class S(Enum):
        A = "a"
        B = "b"
        @classmethod
        def _missing_(cls, value):
            return next((m for m in cls if m.value == str(value).lower()), None)
    S("A"), S("b")

    class S(Enum):
        A = "a"
        @classmethod
        def _missing_(cls, value): return cls.A
    S(object), S([1]), S(None)

    class S(Enum):
        A = "a"
        @classmethod
        def _missing_(cls, value): return 5
    S(3)

    class S(Enum):
        A = "a"
        @classmethod
        def _missing_(cls, value): raise KeyError(value)
    S(3)

    class S(Enum):
        A = "a"
        @classmethod
        def _missing_(cls, value): raise ValueError("mine")
    S(3)

    class Auto(Enum):
        def _generate_next_value_(name, start, count, last_values):
            return name.title() + str(start) + str(count) + str(last_values)
        A = auto()
        B = auto()
    Auto.A.value, Auto.B.value

    class Auto(Enum):
        @staticmethod
        def _generate_next_value_(name, start, count, last_values): return count * 10
        A = auto()
        B = 7
        C = auto()
    [e.value for e in Auto]

    class Auto(Enum):
        A = auto()
        def _generate_next_value_(name, start, count, last_values): return 1

    class Auto(Enum):
        A = auto()
        B = auto()
        C = 10
        D = auto()
        E = (auto(), "pair")
        F = auto(), auto()
    [e.value for e in Auto if e.name < "E"], Auto.F.value[0] if False else 0

    class Auto(Enum):
        A = 5
        B = auto()
        C = 7
        D = auto()
    [e.value for e in Auto]

    class Named(Enum):
        def __str__(self): return self.name.lower()
        def __repr__(self): return "<" + self.name + ">"
        def __format__(self, spec): return "F" + spec
        A = 1
    str(Named.A), repr(Named.A), f"{Named.A:x}", [Named.A]

    class Ordered(Enum):
        def __lt__(self, other):
            if self.__class__ is other.__class__: return self.value < other.value
            return NotImplemented
        A = 2
        B = 1
    sorted(Ordered), Ordered.B < Ordered.A, max(Ordered)

    class Eq(Enum):
        A = 1
        def __eq__(self, other): return self.value == getattr(other, "value", other)
        def __hash__(self): return hash(self.value)
        def __bool__(self): return False
    Eq.A == 1, {Eq.A: 2}[1], bool(Eq.A)

    class Callme(Enum):
        ADD = member(lambda a, b: a + b)
        def __call__(self, *args): return self.value(*args)
    Callme.ADD(1, 2)

    class Next(Enum):
        A = 1
        B = 2
        def next(self):
            members = list(type(self))
            return members[(members.index(self) + 1) % len(members)]
        @classmethod
        def default(cls): return cls.A
        @staticmethod
        def hello(): return "hi"
    Next.B.next(), Next.default(), Next.A.hello(), Next.A.default()

    class Base(Enum):
        def describe(self): return f"{self.name}={self.value}"
    class Derived(Base):
        X = 1
    Derived.X.describe()

    class Mixin:
        def shout(self): return self.name + "!"
    class E(Mixin, Enum):
        A = 1
    E.A.shout(), E.__mro__[1] is Mixin

    class E(str, Enum):
        A = "a"
        B = "b"
    E.A == "a", E.A.upper(), str(E.A), f"{E.A}" in ("a", "E.A"), repr(E.B), "x" + E.A, {"a": 1}[E.A], isinstance(E.A, str), type(E.A.value) is str, E("b")

    class E(int, Enum):
        A = 1
        B = "12"
    E.A + 1, E.B, E.B.value, E.A < E.B, E(12), E.A * 2, range(E.A), [1, 2][E.A]

    class E(float, Enum):
        A = 1
        B = 2.5
    E.A, E.A.value, E.B * 2

    class E(tuple, Enum):
        A = 1, 2
        B = (3,)
    E.A[0], E.A.value, len(E.B), list(E.A), E((3,))

    class E(list, Enum):
        A = [1, 2]
    E.A, E.A[0], E.A.value

    class E(Enum):
        A = 1
        def __init__(self, v): self.twice = v * 2
    E.A.twice

    class E(Enum):
        A = 1
        def __init__(self, v): raise ValueError("bad")

    class E(Enum):
        A = 1
        def __init__(self): pass

    class E(Enum):
        A = 1, 2
        def __init__(self, *, x): pass

    class E(Enum):
        def __init_subclass__(cls, tag="t", **kw):
            super().__init_subclass__(**kw)
            cls.tag = tag
    class F(E, tag="u"):
        A = 1
    class G(E):
        A = 1
    F.tag, G.tag, list(F)

    class E(Enum):
        def __init_subclass__(cls):
            cls.seen = [m.name for m in cls]
    class F(E):
        A = 1
        B = 2
    F.seen

    from dataclasses import dataclass
    @dataclass
    class Creature:
        size: str
        legs: int
    class Zoo(Creature, Enum):
        DOG = "medium", 4
        BUG = "small", 6
    Zoo.DOG.size, Zoo.BUG.legs, Zoo.DOG.value, Zoo.DOG.name, Zoo["BUG"].legs

    from functools import total_ordering
    class L(IntEnum):
        LOW = 1
        HIGH = 9
        @property
        def label(self): return self.name.title()
    L.HIGH > L.LOW, L.HIGH.label, max(L), L.LOW + 1, sorted([L.HIGH, L.LOW])

    class Weekday(Enum):
        MON = 1
        TUE = 2
        @classmethod
        def from_text(cls, text):
            try:
                return cls[text.upper()[:3]]
            except KeyError:
                raise ValueError(f"no day {text!r}") from None
    Weekday.from_text("monday"), Weekday.from_text("tuesday")

    class Status(Enum):
        OK = "ok"
        BAD = "bad"
        @property
        def good(self): return self is Status.OK
    [s.good for s in Status], {s: s.value for s in Status}, Status("ok").good

    class State(Enum):
        A = "a"
        B = "b"
    T = {State.A: {State.B}, State.B: set()}
    State.B in T[State.A], T[State.B]
    """,
)

test_ints_and_strings = same(
    HEADER,
    """
    Size.M + 1, Size.M == 2, Size.S < Size.L, str(Size.M), repr(Size.M), f"{Size.M}", f"{Size.M:03d}", int(Size.L), Size(2), [10, 20, 30][Size.M], Size.M * 2.5

    type(Size.M + 1) is int, isinstance(Size.M, int), Size.M in {2: 1}, hash(Size.M) == hash(2), "%d" % Size.M, divmod(Size.L, Size.M), -Size.M, ~Size.M, Size.M ** 3, Size.M << 2, Size.L % Size.M

    Size("x")

    Size(2.0), Size(True)

    Mode.READ, Mode.WRITE, str(Mode.READ), f"{Mode.READ:>6}", Mode.READ == "read", Mode.READ + "!", Mode("w"), "ea" in Mode.READ, Mode.WRITE.value, "".join(Mode), sorted(Mode)

    class S(StrEnum):
        A = 1

    class S(StrEnum):
        A = b"x", "ascii"
        B = b"y", "utf-8", "strict"
    S.A, S.B.value

    class S(StrEnum):
        A = "a", 1

    class S(StrEnum):
        A = "a", "b", "c", "d"

    class S(StrEnum):
        def _generate_next_value_(name, start, count, last_values): return name[::-1]
        AB = auto()
    S.AB

    class R(float, ReprEnum):
        A = 1.5
    str(R.A), repr(R.A), f"{R.A:.3f}", R.A + 1

    class R(ReprEnum):
        A = 1

    import json
    json.dumps({"size": Size.M, "mode": Mode.READ, "list": [Size.S]})

    len(Mode.READ), Mode.READ.upper(), Mode.READ[0], Mode.READ.name, Mode.READ.title(), [*Mode.READ][:2]

    class S(StrEnum):
        title = auto()
        upper = auto()
    S.title, S.title == "title"

    class E(Enum):
        A = "x"
        def __str__(self): return self.value
    str(E.A), f"{E.A}", "{:>3}".format(E.A)

    Size.M.bit_length(), Size.M.real, Size.L.to_bytes(1, "big"), Size.from_bytes(b"\\x02", "big")
    """,
)

test_flags = same(
    HEADER,
    """
    Perm.R | Perm.W, Perm.R & Perm.W, Perm.R ^ Perm.RWX, ~Perm.R, Perm(0), Perm(6), Perm.RWX, (Perm.R | Perm.W).value, (Perm.R | Perm.X).name

    Perm.R in Perm.RWX, Perm.R in (Perm.W | Perm.X), list(Perm.RWX), len(Perm.RWX), bool(Perm(0)), bool(Perm.R), list(Perm), len(Perm)

    try: Perm(8)
    except ValueError as e: r = str(e)
    r

    try: Perm(-9)
    except ValueError as e: r = str(e)
    r

    Perm(-1), Perm(-2), Perm(-8)

    Perm("x")

    Perm.R | 1

    1 | Perm.R

    "R" in Perm.RWX

    str(Perm.R), str(Perm.R | Perm.W), str(Perm(0)), repr(Perm(0)), f"{Perm.R | Perm.X}", hash(Perm.R | Perm.W) == hash(Perm.W | Perm.R)

    p = Perm(0)
    for x in Perm: p |= x
    p, p is Perm.RWX, p == Perm.RWX

    Opt.A | Opt.B, Opt.A | 4, Opt(3), Opt(0), ~Opt.A, Opt.A & 1, Opt.A == 1, Opt.A + 1, 8 | Opt.A, Opt(16), str(Opt.A | Opt.B), f"{Opt.C}", f"{Opt.A | Opt.C:#x}", list(Opt(11)), Opt(-1), Opt(-4)

    isinstance(Opt.A | 4, Opt), isinstance(Opt.A, int), type(Opt.A & Opt.B) is Opt, Opt.A in Opt(3), len(Opt(11)), Opt.A ^ 3, 5 ^ Opt.A, ~Opt(3)

    class F(Flag):
        A = auto()
        B = auto()
        C = auto()
        AB = A | B
    [f.value for f in F], F.AB, F.A | F.B is F.AB, list(F), F.AB.name, ~F.AB, F.C.value, F["AB"], F.A | F.C

    class F(Flag):
        ZERO = 0
        A = 1
    F(0), F.ZERO, list(F), F.A & F.ZERO, F.ZERO in F.A

    class F(Flag, boundary=CONFORM):
        A = 1
        B = 4
    F(7), F(2), F(-1)

    class F(Flag, boundary=EJECT):
        A = 1
        B = 4
    F(7), F(5), type(F(2)) is int

    class F(Flag, boundary=KEEP):
        A = 1
        B = 4
    F(7), F(5), F(2), F(16), list(F(7)), ~F.A

    class F(Flag, boundary=STRICT):
        A = 1
        B = 4
    try: F(2)
    except ValueError as e: r = str(e)
    r

    class F(IntFlag, boundary=STRICT):
        A = 1
    try: F(9)
    except ValueError as e: r = str(e)
    r

    class F(Flag):
        B = 4
        A = 1
        C = 2
    list(F), list(F.A | F.B), F.A | F.B, [f.name for f in F(7)]

    class F(Flag):
        A = "x"
    list(F)

    class F(IntFlag):
        A = 1
        _numeric_repr_ = hex
    F(17), repr(F(256))

    STRICT, KEEP.value, EJECT.name, FlagBoundary("keep") is KEEP, list(FlagBoundary), str(CONFORM), Perm._boundary_, Opt._boundary_, Perm._flag_mask_

    class F(Flag):
        A = 1
        B = 3
    F.A, F.B, list(F), F(3)

    class F(Flag):
        A = 1
        B = 6
    F.B, list(F), F.A | F.B, list(F.B)

    enum.show_flag_values(7), enum.show_flag_values(Perm.RWX)
    """,
)

test_checks = same(
    HEADER,
    """
    unique(Size) is Size

    unique(Color)

    @unique
    class U(Enum):
        A = 1
        B = 1
        C = 1

    @verify(UNIQUE)
    class U(Enum):
        A = 1
        B = 1

    @verify(UNIQUE, CONTINUOUS)
    class U(Enum):
        A = 1
        B = 3

    @verify(CONTINUOUS)
    class U(IntEnum):
        A = 1
        B = 6

    @verify(CONTINUOUS)
    class U(Flag):
        A = 1
        B = 16

    @verify(NAMED_FLAGS)
    class U(Flag):
        A = 1
        B = 12

    @verify(NAMED_FLAGS)
    class U(Flag):
        A = 1
        B = 13
        C = 64
        D = 34

    verify(UNIQUE, CONTINUOUS, NAMED_FLAGS)(Perm) is Perm

    UNIQUE, CONTINUOUS.value, enum.EnumCheck.UNIQUE is UNIQUE
    """,
)

test_functional = same(
    HEADER,
    """
    A = Enum("A", "CAT DOG")
    list(A), A.CAT.value, A.__name__, A.__module__

    A = Enum("A", ["CAT", "DOG"], start=5)
    list(A)

    A = Enum("A", [("CAT", "c"), ("DOG", "d")])
    list(A)

    A = Enum("A", {"CAT": 1, "DOG": [2]})
    list(A)

    A = IntEnum("A", "X,Y Z")
    A.X + A.Z, repr(A.Y)

    A = Flag("A", "R W X")
    list(A), A.R | A.W

    A = StrEnum("A", "ONE TWO")
    list(A)

    A = Enum("A", "x y", type=str)
    A.x, isinstance(A.x, str)

    A = Enum("A", (), module="m", qualname="p.A")
    len(A), A.__module__, A.__qualname__

    class Base(Enum):
        def f(self): return self.value
    A = Base("A", "P Q")
    A.Q.f(), isinstance(A.P, Base)

    Enum("A", "a a")

    Enum("A", [1])

    Enum(3, "a")

    Enum("A", "a", boundary=KEEP)
    """,
)

test_differs = gives(
    f"{HEADER}\ndef guest(): pass",
    {
        "1 in Color": "True"
        if BY_VALUE
        else "TypeError: unsupported operand type(s) for 'in': 'int' and 'EnumType'",
        "class M(EnumMeta): pass": "TypeError: type 'enum.EnumType' is not an acceptable base type",
        "EnumMeta('X', (), {})": "TypeError: EnumType() is not available here",
        "type('X', (Enum,), {'A': 1})": "AttributeError: 'dict' object has no attribute '_member_names'",
        "Color._convert_": "AttributeError",
        "Color._create_": "AttributeError",
        "Color._find_data_type_": "AttributeError",
        "getattr(Color, '__enum__')": "AttributeError",
        "getattr(Color.RED, '__objclass__')": "AttributeError",
        "Enum._member_map_['x'] = 1": "TypeError",
        "STRICT._value2member_map_['x'] = 1": "TypeError",
        "FlagBoundary._member_map_.clear()": "AttributeError",
        "Enum.x = 1": "TypeError",
        "IntFlag._missing_(5)": "TypeError",
        "STRICT._add_alias_('X')": "TypeError",
        "STRICT._add_value_alias_('X')": "TypeError",
        "class E(Enum):\n    A = 1\n    def __init__(self, v): self._add_alias_('__del__')": "ValueError",
        "import json\nclass E(Enum):\n    A = 1\n    def __new__(cls, v): return json.dumps": "AttributeError",
        "STRICT.x = 1": "AttributeError",
        "setattr(FlagBoundary, 'STRICT', 1)": "TypeError",
        "class E(Enum, _simple=True): A = 1": "TypeError",
        "class E(Enum, library=1): A = 1": "TypeError",
        "enum.global_enum": "AttributeError: module 'enum' has no attribute 'global_enum' here",
        "enum.EnumDict": "AttributeError",
        "Enum('E', {'__del__': 1})": "TypeError: a class may not define __del__",
        "Enum('E', {'__enum__': 1})": "TypeError: a class may not define __enum__",
        # A member never leads to the real method behind a guarded name.
        "class E(str, Enum):\n    format = '{0.__globals__}'\nE.format.format(guest)": "AttributeError: 'function'"
        if BY_VALUE
        else "TypeError: 'E' object is not callable",
        "E = Enum('E', 'a b', type=str)\nE.a.join(['1', '2'])": "'112'",
    },
)  # fmt: skip

test_stopped = stopped(
    HEADER,
    """
    import itertools
    Enum("E", zip(map(str, itertools.count()), itertools.count()))

    import itertools
    Enum("E", "a b", type=int, start=1 << 4_000_000 if False else 1)
    IntFlag("E", [f"a{i}" for i in range(9000)])

    x = ()
    for _ in range(40): x = (x, x)
    class E(Enum):
        A = x

    x = ()
    for _ in range(40): x = (x, x)
    Color(x)

    x = []
    for _ in range(40): x = [x, x]
    Color(x)

    x = []
    for _ in range(40): x = [x, x]
    class E(Enum):
        A = 1
        @classmethod
        def _missing_(cls, value): return x
    E(5)

    x = []
    for _ in range(40): x = [x, x]
    class E(Enum):
        A = 1
    E.A._value_ = x
    repr(E.A)

    x = ()
    for _ in range(40): x = (x, x)
    class E(Enum):
        A = 1
    E.A._name_ = x
    hash(E.A)

    class E(Enum):
        A = []
        B = [1]
        def __init__(self, *args):
            x = []
            for _ in range(40): x = [x, x]
            self._value_.append(x)
    E([])

    class F(IntFlag):
        A = (1 << 4_000_000) - 1
        B = 1
    list(F(F.A | 3))

    class F(IntFlag):
        A = 1
    while True: F(1 << 1_000_000)

    @verify(CONTINUOUS)
    class E(IntEnum):
        A = 1
        B = 10**12

    "{:>999999999}".format(Mode.READ)

    Mode.READ.__format__(">999999999")

    class E(Enum):
        A = 1
        @classmethod
        def _missing_(cls, value):
            while True: pass
    E(3)

    class E(Enum):
        A = 1
        def __init__(self, v):
            try:
                while True: pass
            finally:
                while True: pass
    """,
)


@pytest.mark.parametrize("optimize", [True, False])
def test_a_member_leaves_as_a_record(optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    red, many = box.run(f"{HEADER}\nColor.RED, [Size.M, Mode.READ, Perm.R | Perm.W]")
    assert (red.__type_name__, vars(red)) == ("Color", {"name": "RED", "value": 1})
    assert [vars(each)["value"] for each in many] == [2, "read", 6]


def test_tenants_share_nothing_that_can_be_written() -> None:
    source = shown(f"{HEADER}\nvars(STRICT)['x'] = 1\nvars(Enum)")
    assert guarded(source)[1] == "mappingproxy({})"
    for source in ("vars(STRICT)", "sorted(Enum._member_map_)"):
        assert "x" not in guarded(shown(f"{HEADER}\n{source}"))[1]
