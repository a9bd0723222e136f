# ruff: noqa: E501  A row of a table stays on one line.
"""`enum`."""

import sys

import pytest

import cloche

from .enum_header import HEADER
from .tables import gives, guarded, same, shown, stopped

#: From then on `in` takes a value, and a member leads to the attributes of its value.
BY_VALUE = sys.version_info >= (3, 12)

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
    y = []
    for _ in range(40): y = [y, y]
    E([y])

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
