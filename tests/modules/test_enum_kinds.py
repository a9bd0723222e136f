# ruff: noqa: E501  A row of a table stays on one line.
"""`enum`: members that are numbers, texts and flags, checks, and classes made by a call."""

from .enum_header import HEADER
from .tables import same

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

    import collections
    seen = []
    class K:
        def __repr__(self): return "k"
    class L(list):
        def __repr__(self): seen.append(type(self).__name__); return "L"
        def __str__(self): seen.append(type(self).__name__); return "S"
    class M(list): pass
    N = collections.namedtuple("N", "a b")
    class A(L, Enum): A = [K()],
    class B(L, ReprEnum): A = [K()],
    class C(list, ReprEnum): A = [K()],
    class D(M, Enum): A = [K()],
    class E(tuple, Enum): A = K(), 1
    class F(N, Enum): A = K(), 1
    class G(N, ReprEnum): A = K(), 1
    [f(x.A) for x in (A, B, C, D, E, F, G) for f in (repr, str, format)], seen

    class I(int): pass
    class M(IntEnum): A = 1
    ["numerator" in dir(x) for x in (int, I, I(), M)], "fget" in dir(property())

    Enum("A", "a", boundary=KEEP)
    """,
)
