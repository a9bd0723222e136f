# ruff: noqa: E501  A row of a table stays on one line.
"""`abc`."""

import cloche

from .tables import gives, guarded, same, shown, stopped

HEADER = """
import abc
from abc import ABC, ABCMeta, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): return "shape"
class Square(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    @property
    def name(self): return "square " + super().name
"""

test_same = same(
    HEADER,
    """
    Square(3).area(), Square(2).name, isinstance(Square(1), Shape), issubclass(Square, ABC), isinstance(3, Shape)

    Shape()

    sorted(Shape.__abstractmethods__), Square.__abstractmethods__, Shape.area.__isabstractmethod__

    class M(metaclass=ABCMeta):
        @abstractmethod
        def f(self): pass
    M()

    class M(metaclass=ABCMeta):
        @classmethod
        @abstractmethod
        def f(cls): pass
        @staticmethod
        @abstractmethod
        def g(): pass
    class N(M):
        @classmethod
        def f(cls): return cls.__name__
    sorted(N.__abstractmethods__)

    class N(Square, metaclass=ABCMeta): pass
    N(2).area(), type(N) is ABCMeta, isinstance(Shape, ABCMeta), isinstance(int, ABCMeta), type(Shape).__name__

    class Duck:
        def area(self): return 7
    Shape.register(Duck) is Duck, isinstance(Duck(), Shape), issubclass(Duck, Shape), issubclass(Duck, Square)

    @Shape.register
    class Duck(int): pass
    isinstance(Duck(), Shape)

    match Square(2):
        case Shape(s=s): r = s
    r

    class P(ABC):
        __match_args__ = ("v",)
    @P.register
    class Q:
        def __init__(self): self.v = 5
    match Q():
        case P(x): r = x
    r

    Shape.register(3)

    Square.register(Shape)

    Shape.nope

    Shape.mro is None

    ABC.__name__, ABC.__module__, ABCMeta.__name__, repr(ABC), [k.__name__ for k in Square.__mro__], [b.__name__ for b in Shape.__bases__]

    abstractmethod(3)

    f = abstractmethod(lambda self: 1)
    class T(ABC): g = f
    T()

    class A(ABC):
        def __init_subclass__(cls, /, tag, **kw): super().__init_subclass__(**kw); cls.tag = tag
    class B(A, tag=3): pass
    B.tag, B().tag

    from collections.abc import Sized, Iterable
    class B(Sized, Iterable):
        def __len__(self): return 1
    B()

    from typing import Generic, TypeVar
    T = TypeVar("T")
    class Repo(ABC, Generic[T]):
        @abstractmethod
        def get(self): ...
    class R(Repo[int]):
        def get(self): return 5
    R().get()

    from dataclasses import dataclass
    @dataclass
    class D(ABC):
        x: int
        @abstractmethod
        def f(self): ...
    @dataclass
    class E(D):
        y: int = 2
        def f(self): return self.x + self.y
    E(1).f(), E(1)
    """.replace("    Shape.mro is None\n\n", ""),
)

test_refused = gives(
    HEADER,
    {
        "Shape.register(int)": "TypeError: register() is for classes that the program defines",
        "ABC.register(Square)": "TypeError: register() is for",
        "from collections.abc import Sized\nclass S(Sized): pass\nS.register(str)": "TypeError: register() is for",
        "from collections.abc import Sized\nSized.register(Square)": "AttributeError",
        "from collections.abc import Sized\nSized.register": "AttributeError",
        "ABCMeta.register(Shape, str)": "TypeError: register() is for",
        "ABCMeta('X', (), {})": "TypeError: ABCMeta() is not available here",
        "class M(ABCMeta): pass": "TypeError",
        "Shape._abc_impl": "AttributeError",
        "Shape()._abc_impl if 0 else getattr(Square(1), '_abc_impl')": "AttributeError",
        "Shape._abc_registry_clear()": "AttributeError",
        "Shape._dump_registry()": "AttributeError",
        "type('X', (Shape,), {'__subclasshook__': classmethod(lambda c, s: True)})": "TypeError",
        "ABC.x = 1": "TypeError",
        "setattr(Shape, '__abstractmethods__', ())": "AttributeError",
        "abstractmethod(len)": "AttributeError",
        "abstractmethod(abstractmethod)": "AttributeError",
        "abc.get_cache_token()": "AttributeError: module 'abc' has no attribute 'get_cache_token' here",
        # A name that is guarded on `str` never reaches a class pattern, whoever registers.
        "from collections import namedtuple\nN = namedtuple('N', 'format a')\nclass K(N, ABC): pass\n@K.register\nclass S(str): pass\nmatch S('{}'):\n    case K(f): r = f\n    case _: r = 0\nr": "TypeError: K() accepts 0",
        "type('K', (ABC,), {'__match_args__': ('format',)})": "TypeError: __match_args__ may not hold",
        "vars(Shape)['_abc_impl']": "KeyError",
        "class K: _abc_impl = 1\nK()._abc_impl": "AttributeError",
    },
)  # fmt: skip

test_stopped = stopped(
    HEADER,
    """
    while True:
        @Shape.register
        class C: pass

    class Loud:
        def __getattr__(self, name):
            while True: pass
    class C(ABC):
        x = Loud()
    """,
)


def test_an_abstract_class_of_one_run_says_nothing_of_another() -> None:
    source = shown(
        f"{HEADER}\nfrom collections.abc import Sized\nclass S(Sized): pass\nS.register(int)"
    )
    assert guarded(source)[0] == "TypeError"
    assert cloche.run("from collections.abc import Sized\nisinstance(1, Sized)") is False


def test_an_instance_leaves_as_a_record() -> None:
    record = cloche.run(f"{HEADER}\nSquare(3)")
    assert vars(record) == {"s": 3}
    record = cloche.run(
        "from collections.abc import Sized\n"
        "class C(Sized):\n    def __len__(self): return 1\n"
        "c = C()\nc.x = 2\nc"
    )
    assert vars(record) == {"x": 2}
