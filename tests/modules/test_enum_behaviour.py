# ruff: noqa: E501  A row of a table stays on one line.
"""`enum`: members with methods, values and types of their own."""

from .enum_header import HEADER
from .tables import same

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
