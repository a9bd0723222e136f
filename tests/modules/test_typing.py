# ruff: noqa: E501  A row of a table stays on one line.
"""`typing`."""

import collections.abc

import cloche

from .tables import gives, same, stopped

NAMES = (
    "Any Optional Union List Dict Tuple Set FrozenSet Type Callable Iterable Iterator Generator Sequence Mapping "
    "TypeVar Generic Protocol NamedTuple TypedDict Literal Final ClassVar Annotated cast overload TYPE_CHECKING "
    "runtime_checkable final NewType Self NoReturn Never ParamSpec get_origin get_args Deque DefaultDict Hashable "
    "Concatenate Unpack TypeVarTuple AnyStr Text Required NotRequired is_typeddict assert_never no_type_check Counter"
)
HEADER = f"from typing import {', '.join(NAMES.split())}"

test_same = same(
    HEADER,
    """
    import weakref
    t = [TypeVar("T"), Any, List[int], Union, Optional[int]]
    [weakref.ref(each)() is each for each in t]

    import collections.abc as c
    @runtime_checkable
    class S(c.Sized, Protocol): pass
    @runtime_checkable
    class J(Iterable[int], Protocol):
        def close(self): ...
    class I(Iterable[int], Protocol):
        def close(self): ...
    class N: pass
    class L:
        def __len__(self): return 1
    class K:
        def __iter__(self): return iter(())
        def close(self): pass
    [[isinstance(x, k), issubclass(type(x), k)] for x in (5, N(), L(), K(), []) for k in (S, J, c.Sized, c.Iterable)]

    class P(Mapping[str, int], Protocol): pass

    Any, Optional[int], Union[int, str], Union[int, None], Union[int], Union[int, str, None], List[int], Dict[str, List[int]], Tuple[int, ...], Tuple[()], Type[int], List, Callable

    Callable[[int, str], bool], Callable[..., int], Callable[[], None], Iterable["Node"], Optional["Node"], Mapping[str, Any], Generator[int, None, str]

    Literal["a", 1, True], ClassVar[int], Final, Final[int], Annotated[int, "meta", 3], Self, NoReturn, Never, Required[int]

    T = TypeVar("T"); U = TypeVar("U", covariant=True); V = TypeVar("V", bound=int); W = TypeVar("W", int, str)
    T, U, List[T], Dict[T, U], Dict[T, U][int, str], Callable[[T], T][int], T.__name__, Optional[T][str]

    Optional[int] == Union[None, int], Union[int, str] == Union[str, int], List[int] == List[int], List[int] == List[str], hash(List[int]) == hash(List[int]), Union[Union[int, str], int], Optional[Optional[int]]

    int | Optional[str], Optional[str] | int, List[int] | None, "X" | TypeVar("T") if False else 0

    {List[int]: 1}[List[int]], Literal[1, Literal[2, 3]], Literal["a", "a"]

    Optional[1]

    List[int, str]

    Dict[int]

    assert_never(1)

    assert_never("a" * 98)

    assert_never("a" * 99)

    List[int][str]

    isinstance(3, Any)

    class Mock(Any): pass
    type(Mock()).__name__, issubclass(Mock, Any), issubclass(int, Any)

    Ts = TypeVarTuple("Ts"); T = TypeVar("T")
    class V(Generic[T, Unpack[Ts]]): pass
    V[int, str, bytes], V[int], V[int, Unpack[Ts]][str], V.__parameters__, V.__orig_bases__, Tuple[T, Unpack[Ts]][int, str, str]

    Ts = TypeVarTuple("Ts")
    class V(Generic[Ts]): pass

    P = ParamSpec("P"); T = TypeVar("T")
    class C(Generic[P, T]): pass
    C[[int, str], bool], C[..., int].__args__, Callable[P, T][[int], str], Callable[Concatenate[int, P], T][[str], bool]

    T = TypeVar("T")
    class B(Generic[T]): pass
    class C(B[int]): pass
    C[int]

    T = TypeVar("T"); S = TypeVar("S")
    class B(List[S], Generic[T]): pass

    class B(Generic): pass

    T = TypeVar("T")
    class B(Generic[T]): pass
    B[int, str]

    Optional[ClassVar[int]]

    TypeVar("T", bound=(1, 2))

    List["a b"]

    import math, textwrap
    textwrap.__all__, hasattr(math, "__all__")

    math = 3
    math.__all__

    T = TypeVar("T")
    list[T][int], (list[T] | None)[str], dict[T, List[T]][int], list[T].__parameters__, list[int][str]

    Union[int, str] == (int | str), (int | str) == Union[str, int], {int | str: 1}[Union[int, str]], Union[int, str] != (int | bytes)

    Literal[0] == Literal[False], Literal[1, 2] == Literal[2, 1], Literal[[]], hash(Literal[1]) == hash(Literal[True])

    Annotated[Annotated[int, 1], 2], Annotated[int, 1].__origin__, get_origin(Annotated[int, 1]) is Annotated, Annotated[str, 1].upper("a"), Annotated[int, 4]("7")

    @runtime_checkable
    class P(Protocol):
        x: int
        def run(self): ...
    class A:
        x = 1
        run = None
    isinstance(A(), P), isinstance(3, P)

    @runtime_checkable
    class P(Protocol):
        x: int
    issubclass(int, P)

    class A(TypedDict, total=False):
        a: int
    class B(A):
        a: str
    B.__required_keys__, B.__optional_keys__, B.__bases__, issubclass(B, dict), B(a="x"), TypedDict("F", {"a b": int}).__annotations__

    NamedTuple("N", [("x", int)], y=str)

    from dataclasses import dataclass, make_dataclass
    class P(Protocol):
        a: int
    @dataclass
    class C(P):
        a: int
    @dataclass
    class D(P):
        def __init__(self, a): self.a = a * 2
    @dataclass
    class S:
        __slots__ = ("x",)
        x: int
    T = TypeVar("T")
    C(5).a, D(5).a, S(3), make_dataclass("G", [("x", T)], bases=(Generic[T],))[int]

    T = TypeVar("T", int, str, covariant=True)
    T.__constraints__, T.__covariant__, T.__bound__, T.__module__, NewType("U", int).__supertype__, final(type("F", (), {})).__final__

    class S:
        def __getitem__(self, i): ...
    S()[0]

    isinstance([], List), isinstance({}, Dict), isinstance([], Sequence), isinstance(3, Hashable), isinstance(3, Union[int, str]), isinstance(3, Optional[int]), issubclass(int, Union[int, str])

    isinstance([], List[int])

    cast(int, "a"), cast("Whatever", 3), TYPE_CHECKING, final(int) is int

    @overload
    def f(x: int) -> int: ...
    @overload
    def f(x: str) -> str: ...
    def f(x): return x
    f(3)

    UserId = NewType("UserId", int)
    UserId(5), UserId.__name__, UserId, List[UserId]

    T = TypeVar("T")
    class Box(Generic[T]):
        def __init__(self, v: T) -> None: self.v = v
        def get(self) -> T: return self.v
    class IntBox(Box[int]): pass
    Box(1).get(), Box[str]("a").get(), IntBox(4).v, Box[int], issubclass(IntBox, Box), isinstance(Box(1), Generic), Box.__name__

    Generic[int]

    K = TypeVar("K"); V = TypeVar("V")
    class M(Dict[K, V]):
        def first(self): return next(iter(self))
    class L(List[int]): pass
    m = M(a=1)
    m.first(), m, isinstance(m, dict), L([1, 2]), len(L("ab"))

    class P(Protocol):
        def run(self) -> int: ...
    class Impl(P):
        def run(self): return 3
    Impl().run(), isinstance(Impl(), Impl)

    class P(Protocol):
        def run(self) -> int: ...
    isinstance(3, P)

    class P(Protocol):
        def run(self) -> int: ...
    P()

    @runtime_checkable
    class P(Protocol):
        name: str
        def run(self) -> int: ...
    class A:
        name = "x"
        def run(self): return 1
    class B: pass
    class C:
        run = None
        name = 1
    b = B(); b.name = 1
    isinstance(A(), P), isinstance(B(), P), isinstance(b, P), isinstance(C(), P), isinstance([], P)

    T = TypeVar("T", contravariant=True)
    @runtime_checkable
    class Eats(Protocol[T]):
        def eat(self, x: T) -> None: ...
    class Dog:
        def eat(self, x): pass
    isinstance(Dog(), Eats), issubclass(Dog, Eats)

    @runtime_checkable
    class X: pass

    class P(Protocol):
        def run(self): ...
    class Base:
        def __init__(self, v): self.v = v
    class A(P, Base): pass
    A(3).v

    class P(Protocol):
        def __init__(self): self.v = 2
    class A(P): pass
    A().v


    class P(NamedTuple):
        "doc"
        x: int
        y: str = "a"
        def both(self): return f"{self.x}{self.y}"
        @property
        def double(self): return self.x * 2
    p = P(1)
    p, p.both(), p.double, P._fields, P._field_defaults, p._replace(x=3), P.__annotations__, p == (1, "a"), P.__doc__, P.__name__, tuple(p)

    class P(NamedTuple):
        x: int = 1
        y: int

    class P(NamedTuple):
        x: int
        def _make(self): pass

    class P(NamedTuple):
        x: int
    P()

    P = NamedTuple("P", [("x", int), ("y", str)])
    P(1, "a"), P._fields, P.__annotations__

    class P(NamedTuple):
        x: int
        y: int
    match P(1, 2):
        case P(x=a, y=b): found = a, b
    found

    class M(TypedDict):
        a: int
        b: "str"
    class N(M, total=False):
        c: NotRequired[int]
    m = M(a=1, b="x")
    m, type(m), N(a=1), sorted(N.__annotations__), is_typeddict(M), is_typeddict(dict), M({"z": 1})

    class M(TypedDict): a: int
    isinstance({}, M)

    M = TypedDict("M", {"a": int, "b c": str})
    M(a=1), M.__name__

    get_origin(List[int]) is list, get_args(Dict[str, int]), get_origin(Union[int, str]) is Union, get_args(Callable[[int], str]), get_origin(int), get_args(Annotated[int, 3]), get_origin(list[int]) is list, get_args(list[int]), get_args(int | str), get_origin(Optional[int]) is Union, get_args(Literal["a", 1])

    P = ParamSpec("P")
    P, P.args, P.kwargs, Callable[P, int], Concatenate[int, P]

    AnyStr, Text is str, Deque[int], DefaultDict[str, int], Counter[str]

    def f(x: "anything at all(", *a: Optional[List["X"]], **k: 3) -> "]": return x
    f(1)
    """,
)

test_refused = gives(
    HEADER,
    {
        "List.__init__(int, None, 'EVIL', 3)": "AttributeError",
        "Union.__init__('EVIL')": "AttributeError",
        "Any.__init__('EVIL')": "AttributeError",
        "type(Any).__init__(Any, 'EVIL')": "AttributeError",
        "super(type(Callable), Callable).__init__(int, None, 'EVIL')": "AttributeError",
        "AnyStr.__init__('EVIL')": "AttributeError",
        "List[int].__origin__ is list": "True",
        "List[int].__args__, Optional[int].__args__": "((<class 'int'>,), (<class 'int'>, <class 'NoneType'>))",
        "List[int](range(10))": "TypeError: Type List cannot be instantiated; use list() instead",
        "Optional[int]._name": "AttributeError",
        "Optional._getitem": "AttributeError",
        "List._inst = 1": "AttributeError",
        "T = TypeVar('T')\nT.x = 1": "AttributeError",
        "class P(NamedTuple):\n    x: int\n    __slots__ = ()": "AttributeError: Cannot overwrite NamedTuple attribute __slots__",
        "NamedTuple('P', [('x=print(1)', int)])": "ValueError",
        "TypedDict('M=print(1)', {'a': int})": "ValueError",
        "class C(Optional[int]): pass": "TypeError: Cannot subclass",
        "class M(TypedDict): a: int\nclass N(M, list): pass": "TypeError",
        "Generic.x = 1": "TypeError",
        "type(Protocol)": "",
    },
)

test_stopped = stopped(
    HEADER,
    """
    t = int
    for i in range(40): t = Tuple[t, t]
    repr(t)

    t = int
    for i in range(40): t = Tuple[t, t]
    hash(t)

    t = u = int
    for i in range(40): t, u = Tuple[t, t], Tuple[u, u]
    t == u

    T = TypeVar("T")
    t = T
    for i in range(40): t = Tuple[t, t]
    t[int]

    t = 1
    for i in range(40): t = (t, t)
    Literal[(t, 1)]

    class M(TypedDict): a: int
    M((i, i) for i in range(10**10))

    class L(List[int]): pass
    L(range(10**10))

    NamedTuple("P", iter(lambda: ("a", int), 1))

    class P(NamedTuple): a: object; b: object
    p = 1
    for i in range(40): p = P(p, p)
    repr(p)
    """,
)


def test_nobody_else_meets_a_protocol() -> None:
    """An abstract class asks all its subclasses, whoever asks it, and remembers what they say."""
    define = f"{HEADER}\nkeep = []\n" + "".join(
        f"{mark}class {base}_(collections.abc.{base}, Protocol):\n    def f(self): ...\nkeep.append({base}_)\n"
        for base in ("Sized", "Iterable", "Container", "Hashable")
        for mark in ("", "@runtime_checkable\n")
    )
    ask = "class A: __hash__ = None\n[isinstance(A(), getattr(collections.abc, k)) for k in ('Sized', 'Iterable', 'Container', 'Hashable')]"
    session = cloche.Sandbox().session()
    session.run(f"import collections.abc\n{define}")
    assert cloche.run(f"import collections.abc\n{ask}") == [False] * 4
    assert session.run(ask) == [False] * 4

    class Host:
        pass

    assert not isinstance(Host(), collections.abc.Sized | collections.abc.Iterable)
