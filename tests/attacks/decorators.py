# ruff: noqa: E501  A row of a table stays on one line.
"""Decorators of classes: what code of the guest's they call while they work, and what it is handed."""

from .payloads import table

PAYLOADS = table(
    """
=== dataclass-metaclass-stores | a metaclass is given what the decorator stores
import dataclasses
got = {}
class M(type):
    def __setattr__(cls, name, value): got[name] = value
    def __delattr__(cls, name): got[name] = None
class A(metaclass=M):
    x: int = 1
try: dataclasses.dataclass(A)
except (KeyError, TypeError): pass
for each in got.values(): probe(each)
class L(list):
    def __eq__(self, o): probe(o)
if "__eq__" in got: got["__eq__"](L().append, len)
=== dataclass-metaclass-annotations | other annotations than those whose names were looked at
import dataclasses
got = {}
class M(type):
    def __setattr__(cls, name, value):
        got[name] = value
        if name == "__annotations__":
            type.__setattr__(cls, name, {"x or __import__('os').environ['CLOCHE_ATTACK_SECRET']": object})
        elif name in ("__module__", "__qualname__", "__doc__"):
            type.__setattr__(cls, name, value)
class A(metaclass=M):
    x = 0
try: dataclasses.dataclass(init=False, eq=False, match_args=False)(A)
except (KeyError, TypeError): pass
if "__repr__" in got: win(got["__repr__"](A()))
=== dataclass-metaclass-property | a property called like a field changes the others
import dataclasses
bad = "x={}[__import__('os').environ['CLOCHE_ATTACK_SECRET']],*"
class M(type):
    @property
    def a(cls):
        d = cls.__annotations__
        if "b" in d:
            del d["b"], cls.b
            d[bad] = object
            setattr(cls, bad, dataclasses.field(init=False))
        return 3
    @a.setter
    def a(cls, value): probe(value)
    @a.deleter
    def a(cls): pass
class N(type):
    a = property(M.a.fget)
for meta in (M, N):
    class A(metaclass=meta):
        a: int
        b: int = 3
    try: dataclasses.dataclass(repr=False, eq=False)(A)
    except KeyError as e: win(e)
    except (TypeError, ValueError): pass
=== dataclass-abstract-question | an attribute that is asked whether it is abstract looks around
import dataclasses, abc, collections, json
got = []
class Hook:
    def __getattr__(self, name):
        if name == "__isabstractmethod__":
            got.extend(vars(A).values())
        raise AttributeError(name)
class A(abc.ABC):
    most_common: int = 0
    h = None
A.h = Hook()
dataclasses.dataclass(A)
def evil(*a): pass
if not got: win()
for each in got:
    probe(each)
    for victim in (collections.Counter, json.JSONDecodeError, print):
        try: each(victim, evil)
        except (TypeError, AttributeError): pass
        if getattr(victim, "most_common", None) is evil: win(victim)
=== dataclass-slots-original | the class that was made anew is still there
import dataclasses, collections, json
for options in ({}, {"frozen": True}, {"order": True, "unsafe_hash": True}):
    class A:
        most_common: int = 0
    B = dataclasses.dataclass(slots=True, **options)(A)
    for kind in (A, B):
        for each in vars(kind).values(): probe(each)
        for victim in (collections.Counter, json.JSONDecodeError):
            for way in (lambda: kind.__init__(victim, 3), lambda: kind.__setattr__(victim, "poison", 3),
                        lambda: kind.__delattr__(victim, "doc")):
                try:
                    way()
                    win(victim)
                except (TypeError, AttributeError): pass
=== dataclass-slots-unlisted | hooks see the new class before anybody knows it
import dataclasses, abc
seen = []
class D:
    def __set_name__(self, owner, name):
        seen.append(owner)
        for each in vars(owner).values(): probe(each)
        probe(owner)
        owner.mark = 1
for base in (object, abc.ABC):
    class P(base):
        def __init_subclass__(cls):
            seen.append(cls)
            for each in vars(cls).values(): probe(each)
            cls.other = 1
    @dataclasses.dataclass(slots=True, frozen=True)
    class A(P):
        x: int = 1
        d = D()
if len(seen) < 6: win()
=== dataclass-base-changes | the fields of a base, after they were looked at
import dataclasses
bad = "y=__import__('os').environ['CLOCHE_ATTACK_SECRET']"
class Yes:
    def __eq__(self, other):
        win(other)
        return True
class Lie:
    name, type, default, default_factory = bad, int, dataclasses.MISSING, dataclasses.MISSING
    init, repr, hash, compare, kw_only, _field_type = True, True, None, True, False, Yes()
@dataclasses.dataclass
class A:
    x: int = 1
def change():
    held = A.__dataclass_fields__
    held["y"] = Lie()
class Get:
    def __get__(self, obj, cls):
        change()
        return 3
class Flag:
    def __bool__(self):
        change()
        return True
class Text(type):
    def __repr__(cls):
        change()
        return "x"
class Deaf(metaclass=Text):
    __hash__ = None
for default in (Get(), dataclasses.field(init=Flag()), dataclasses.field(compare=Flag()), Deaf()):
    A.__dataclass_fields__.pop("y", None)
    try:
        @dataclasses.dataclass
        class B(A):
            z: int = default
        probe(B(1, 2))
        probe(B.__init__)
        if len(dataclasses.fields(B)) != 2: win(B)
    except (TypeError, ValueError): pass
=== dataclass-replace-function | `__replace__` of the library makes functions over any globals
import dataclasses, abc
got = []
class Hook:
    def __getattr__(self, name):
        got.append(vars(A).get("__replace__"))
        raise AttributeError(name)
class A(abc.ABC):
    x: int = 0
A.h = Hook()
B = dataclasses.dataclass(slots=True)(dataclasses.dataclass(A))
got += [vars(A).get("__replace__"), vars(B).get("__replace__")]
class F:
    init, _field_type, names = True, None, ["code", "__code__"]
    @property
    def name(self): return F.names.pop(0) if F.names else "code"
def g(): return __name__
g.__dict__["__dataclass_fields__"] = {"c": F()}
for each in got:
    probe(each)
    try: probe(each(g, globals={"__name__": "mine"}))
    except (TypeError, AttributeError): pass
=== dataclass-abc-knowledge | `__init__` stores what C believes, in an abstract class for `self`
import dataclasses, abc, collections.abc
class D(collections.abc.Sized, abc.ABC):
    def __len__(self): return 1
for options in ({}, {"frozen": True}, {"slots": True}):
    try:
        P = dataclasses.make_dataclass("P", ["_abc_impl"], **options)
        P.__init__(D, 5)
        win(P)
    except (TypeError, ValueError): pass
if not isinstance(D(), collections.abc.Sized) or isinstance(1, collections.abc.Sized): win()
=== enum-compares-methods | what a class prints with is compared with what its type has
import enum
class Spy:
    def __eq__(self, other):
        probe(other)
        win(other)
    def __call__(self, *args): return "x"
class Get:
    def __get__(self, obj, cls): return Spy()
class Mix(list):
    __repr__ = __str__ = __format__ = Get()
class E(Mix, enum.Enum):
    A = [1]
"""
)
