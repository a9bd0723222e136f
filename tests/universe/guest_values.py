"""The guest program a crawl begins with: everything a program can make out of nothing."""

from __future__ import annotations

from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.namespace import OFFERED
from cloche.transpiler.vocabulary import (
    GUARDED_DUNDERS,
    NATIVE_DUNDERS,
    SPECIAL_METHODS,
    is_dunder,
)

#: Instances of every kind, and `SEEN`: whatever the interpreter or the library hands to
#: functions and special methods of a guest.
VALUES = '''
from array import array as Array
from abc import ABC, abstractmethod
from functools import singledispatch
from weakref import ref as Reference, WeakKeyDictionary, WeakSet
SEEN = []

def spy(*args, **named):
    SEEN.append(args)
    SEEN.append(named)
    return args[0] if args else None

def forward(*args):
    SEEN.append(args)
    return args[-1] if args else 0

def generator():
    """Says what it is sent."""
    sent = yield 1
    while True:
        sent = yield sent

def finished():
    yield from ()

def closure():
    inside = [1]
    def inner(a=1, *, b: "int" = 2) -> "int":
        nonlocal inside
        inside = [a, b]
        return inside
    return inner

class Bare:
    kind = 1
    def method(self, *args):
        return (self, *args)
    @property
    def shown(self):
        return self
    @classmethod
    def made(cls, *args):
        return cls
    @staticmethod
    def free(*args):
        return args

class Slotted:
    __slots__ = ("a", "b")

class Descriptor:
    def __get__(self, instance, owner=None):
        SEEN.append((instance, owner))
        return self
    def __set__(self, instance, value):
        SEEN.append((instance, value))
    def __delete__(self, instance):
        SEEN.append((instance,))
    def __set_name__(self, owner, name):
        SEEN.append((owner, name))

class Watched:
    """Records whatever is handed to it, and answers with what it was given."""
    described = Descriptor()
    def __init_subclass__(cls, **named):
        SEEN.append((cls, named))
    def __getattr__(self, name):
        SEEN.append((name,))
        return name
    def __class_getitem__(cls, item):
        SEEN.append((cls, item))
        return item
    def __call__(self, *args, **named):
        SEEN.append((args, named))
        return args
    def __enter__(self):
        return self
    def __exit__(self, *args):
        SEEN.append(args[:2])
        TRACES.append(args[2])
        return True
    def __eq__(self, other):
        SEEN.append((other,))
        return True
    def __hash__(self):
        return 1
    def __lt__(self, other):
        SEEN.append((other,))
        return False
    def __iter__(self):
        return iter([self])
    def __len__(self):
        return 1
    def __getitem__(self, key):
        SEEN.append((key,))
        if key in (0, "a"):
            return self
        raise IndexError
    def __setitem__(self, key, value):
        SEEN.append((key, value))
    def __contains__(self, item):
        SEEN.append((item,))
        return True
    def __missing__(self, key):
        SEEN.append((key,))
    def __add__(self, other):
        SEEN.append((other,))
        return other
    def __radd__(self, other):
        SEEN.append((other,))
        return other
    def __index__(self):
        return 2
    def __format__(self, spec):
        SEEN.append((spec,))
        return "w"
    def __repr__(self):
        return "w"
    def __reversed__(self):
        return iter([self])
    def __copy__(self):
        return self
    def __deepcopy__(self, memo):
        SEEN.append((memo,))
        return self
    def __round__(self, *digits):
        SEEN.append(digits)
        return self

class Obliging:
    """Stands in for anything: methods of a library that are called with it find what they want."""
    def __getattr__(self, name): return self
    def __call__(self, *args, **named): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter([self])
    def __len__(self): return 1

TRACES = []

class Asked:
    """Looks about in the class it is an attribute of, whenever it is asked for anything."""
    def __getattr__(self, name):
        for kind in HELD:
            SEEN.append([name, *vars(kind).values()])
        raise AttributeError(name)
    def __set_name__(self, owner, name):
        SEEN.append((owner, name))

class Meta(type):
    """Records what is stored in a class, asked of it, and called with it, and looks about then."""
    def __setattr__(cls, name, value):
        SEEN.append((name, value))
        type.__setattr__(cls, name, value)
    def __delattr__(cls, name):
        SEEN.append((name, *vars(cls).values()))
        type.__delattr__(cls, name)
    def __instancecheck__(cls, instance):
        SEEN.append((instance,))
        return False
    def __subclasscheck__(cls, kind):
        SEEN.append((kind,))
        return False
    def __call__(cls, *args, **named):
        SEEN.append((args, named))
        return type.__call__(cls, *args, **named)
    def look(cls, *values):
        SEEN.append([*values, *vars(cls).values()])
        return 1
    z = property(look, look, look)

HELD = []

def spied():
    """Return a class whose own class is the guest's; each time another."""
    class Spied(metaclass=Meta):
        y: int = 1
        z: int
        asked = Asked()
        def __lt__(self, other): return True
        def __eq__(self, other): return True
    HELD[:] = [Spied]
    return Spied

def abstract():
    """Return a class of the library's metaclass, with what asks about in it."""
    class Abstract(ABC):
        y: int = 1
        asked = Asked()
        @abstractmethod
        def __lt__(self, other): return True
        def __eq__(self, other): return True
    HELD[:] = [Abstract]
    return Abstract

class Registry(ABC): pass

@singledispatch
def dispatching(x): return 1

for register in (Registry.register, lambda kind: dispatching.register(kind, spy)):
    try: register(spied())
    except TypeError: SEEN.append("refused")

class Below(Watched, kind=1):
    def again(self):
        return super()

class Numbered(int): pass
class Texted(str): pass
class Bytes(bytes): pass
class Listed(list): pass
class Tupled(tuple): pass
class Mapped(dict):
    def __missing__(self, key):
        SEEN.append((key,))
        return key
class Set(set): pass
class Frozen(frozenset): pass
class Floating(float): pass
class Propertied(property): pass
class Failure(Exception):
    def __init__(self, *args):
        super().__init__(*args)
        self.extra = args
class Group(ExceptionGroup): pass

def caught(action):
    try:
        return action()
    except BaseException as error:
        return error

def grouped():
    try:
        raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [KeyError(2)])])
    except* KeyError as found:
        SEEN.append((found,))
    except* ValueError as found:
        SEEN.append((found,))

def within():
    with Watched() as inside:
        SEEN.append((inside,))
        raise Failure(1)

def chained():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise Failure("x") from error

def imported():
    import math
    return math.nowhere

grouped()
within()
started = generator()
next(started)
under = Below()
slotted = Slotted()
slotted.a = [1]

MADE = [
    None, True, 0, 1, -1, 7, 2**70, 1.5, 1j, "", "a", "a b", "é%s{}", "{0.__class__}", b"", b"ab",
    bytearray(b"ab"), [], [1, "a"], [[1], (2,)], (), (1, 2), ((1,),), {}, {"a": 1}, {1: [2]},
    {"a": 1}.keys(), {"a": 1}.values(), {"a": 1}.items(), set(), {1, 2}, frozenset([1]),
    range(3), range(2**70), slice(1, 2), object(), ..., NotImplemented,
    spy, forward, closure, closure(), lambda: 0, generator, generator(), started, finished(),
    (i for i in [1]), Bare, Bare(), Bare().method, Bare.made, Bare.free, Bare.shown, Slotted,
    slotted, Slotted.a, Watched, Watched(), Below, under, under.again(), Descriptor(),
    Numbered(3), Texted("t"), Bytes(b"x"), Listed([1]), Tupled([1]), Mapped(a=1), Set([1]),
    Frozen([1]), Floating(1.5), Propertied(spy), Failure, Failure("x"), Group("g", [Failure(1)]),
    ExceptionGroup("g", [ValueError(1)]), property(spy), classmethod(spy), staticmethod(spy),
    list[int], dict[str, int], int | None, type(spy), type(1), type(None), type(...),
    iter([1]), iter((1,)), iter("ab"), iter(b"ab"), iter({1: 2}), iter({1}), iter(range(3)),
    iter({1: 2}.items()), reversed([1]), reversed({1: 2}), map(spy, [1]), filter(None, [1]),
    memoryview(b"ab"), memoryview(bytearray(b"a")), iter(memoryview(b"ab")), Array("i", [1]),
    iter(Array("i", [1])), Reference(Bare), Reference(spy, spy), WeakSet([Bare]),
    WeakKeyDictionary({Bare: spy}), zip([1], [2]), enumerate([1]),
    iter(spy, 1), iter(Watched()), [].append, "a".upper, {}.get,
    str.upper, dict.fromkeys, int.from_bytes, "".__len__, Bare().__eq__, super(Below, under),
    caught(lambda: 1 / 0), caught(lambda: [].nowhere), caught(within),
    caught(lambda: {}[1]), caught(lambda: [][1]), caught(lambda: int("x")), caught(chained),
    caught(lambda: next(iter([]))), caught(lambda: len(1)), caught(lambda: b"\\xff".decode()),
    caught(lambda: "\\xff".encode("ascii")), caught(imported), caught(lambda: spy(*1)),
    caught(lambda: getattr(spy, "__globals__")), caught(lambda: type("X", (), {"__del__": 1})),
    caught(lambda: finished().throw(Failure("y"))), caught(lambda: list.nowhere),
    caught(lambda: (lambda a: 0)()), caught(lambda: print(1, end=2)),
    StopIteration(1), SystemExit(1), KeyError("k"), OSError(2, "no", "file"), GeneratorExit(),
    UnicodeDecodeError("a", b"b", 0, 1, "c"), ImportError("i", name="n"), AttributeError("a"),
    NameError("n", name="n"), SyntaxError("s", ("f", 1, 2, "t")), type("Made", (), {"a": 1}),
]
'''

#: Operations that are no loads and no calls: of one object, of two, of three.
OPERATIONS = """
def unpacked(a):
    b, *c = a
    return b, c

def entered(a):
    with a as b:
        return b

def matched(a):
    match a:
        case {"a": b, **rest}: return b, rest
        case [b, *rest]: return b, rest
        case Watched(kind=b): return b
        case Exception(args=b): return b
        case str(b): return b
        case object(imag=b): return b
    return None

def caught_raised(a):
    try:
        raise a
    except BaseException as error:
        return error

def delegated(a):
    return [each for each, _ in zip((yield from a) or (), range(5))]

def derived(a):
    class Derived(a):
        def __init__(self, *args): SEEN.append(args)
    return Derived

def decorated(a):
    @a
    def inside(): return 1
    return inside

def formed(a):
    return f"{a}", f"{a!r}", f"{a=}"

def put(a, b):
    a[0] = b
    return a

def written(a, b):
    a.poison = b
    return a

def labelled(a):
    refused = 0
    try: a.__module__ = "poison"
    except (AttributeError, TypeError): refused += 1
    try: a.__doc__ = "poison"
    except (AttributeError, TypeError): refused += 1
    try: a.poison = "poison"
    except (AttributeError, TypeError): refused += 1
    return refused

def added(a, b):
    a += b
    return a

def joined(a, b):
    a |= b
    return a

def removed(a, b):
    del a[b]
    return a

def raised_from(a, b):
    try:
        raise a from b
    except BaseException as error:
        return error

UNARY = {
    "items": lambda a: [each for each, _ in zip(a, range(20))], "drained": lambda a: [*a],
    "mapping": lambda a: {**a}, "negative": lambda a: -a, "inverted": lambda a: ~a,
    "plus": lambda a: +a, "delegated": lambda a: list(delegated(a)), "sliced": lambda a: a[:1],
    "type": lambda a: type(a), "vars": lambda a: vars(a), "dir": lambda a: dir(a),
    "next": lambda a: next(a), "unpacked": unpacked, "entered": entered, "matched": matched,
    "raised": caught_raised, "derived": derived, "decorated": decorated, "formed": formed,
    "first": lambda a: a[0], "named": lambda a: a["a"],
    "labelled": labelled, "registered": lambda a: isinstance(a, Registry),
    "registered below": lambda a: issubclass(a, Registry),
    "dispatched": lambda a: dispatching(a), "dispatch": lambda a: dispatching.dispatch(a),
}
BINARY = {
    "add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "times": lambda a, b: a * b,
    "power": lambda a, b: a ** b, "percent": lambda a, b: a % b, "divide": lambda a, b: a / b,
    "floor": lambda a, b: a // b, "shift": lambda a, b: a << b, "back": lambda a, b: a >> b,
    "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b,
    "matrix": lambda a, b: a @ b, "less": lambda a, b: a < b, "equal": lambda a, b: a == b,
    "in": lambda a, b: a in b, "item": lambda a, b: a[b], "keyed": lambda a, b: a(key=b),
    "called": lambda a, b: a(b), "starred": lambda a, b: a(*b), "spread": lambda a, b: a(**b),
    "put": put, "added": added, "joined": joined, "removed": removed, "raised from": raised_from,
    "written": written, "read": lambda a, b: getattr(a, b), "slice": lambda a, b: a[b:],
    "defaulted": lambda a, b: a(default=b), "isinstance": lambda a, b: isinstance(a, b),
}
TERNARY = {
    "called": lambda a, b, c: a(b, c), "slice": lambda a, b, c: a[b:c],
    "named": lambda a, b, c: a(b, key=c), "power": lambda a, b, c: pow(a, b, c),
    "stored": lambda a, b, c: setattr(a, b, c), "type": lambda a, b, c: type(a, (b,), c),
}
"""


def spellable(name: str) -> bool:
    """Tell whether the verifier lets a program read an attribute of this name."""
    allowed = NATIVE_DUNDERS | GUARDED_DUNDERS | SPECIAL_METHODS
    return name.isidentifier() and (not is_dunder(name) or name in allowed)


def program(names: list[str], used: list[str], arguments: tuple[str, ...]) -> str:
    """Return the program whose global names a crawl uses.

    Parameters:
        names: attributes to be loaded.
        used: names that functions of the runtime read of what they are given.
        arguments: expressions whose values calls are given.
    """
    loads = ", ".join(f"{name!r}: lambda x: x.{name}" for name in names if spellable(name))
    roots = [f"{name!r}: {name}" for name in sorted(OFFERED) if name not in ("__debug__",)]
    fresh = ", ".join(f"{each!r}: lambda: {each}" for each in arguments)
    everything = ", ".join(f"{name!r}: Obliging()" for name in used)
    lines = [
        VALUES,
        f"Everything = type('Everything', (), {{{everything}}})",
        OPERATIONS,
        f"FRESH = {{{fresh}}}",
        f"LOADS = {{{loads}}}",
        f"ROOTS = {{{', '.join(roots)}}}",
    ]
    for name in sorted(MODULE_NAMES):
        lines.append(f"import {name} as found\nROOTS[{name!r}] = found")
        for member in sorted(MODULE_NAMES[name]):
            lines.append(
                f"from {name} import {member} as found\nROOTS[{f'{name}.{member}'!r}] = found"
            )
    lines.append("read = getattr")
    return "\n".join(lines)
