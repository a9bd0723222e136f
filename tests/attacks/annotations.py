# ruff: noqa: E501  A row of a table stays on one line.
"""Text that somebody evaluates: annotations, forward references, and source built of names."""

from .payloads import table

PAYLOADS = table(
    """
=== annotation-call | an annotation is an expression
def f(x: probe(1) or print, *a: stash(2), **k: lookup("x")) -> win.__class__: pass
probe(f.__annotations__)
=== annotation-text-hints | hints evaluate text
import typing
class A:
    x: "().__class__.__base__.__subclasses__()"
    y: "__import__('os')"
    z: "win(1)"
    w: "__builtins__"
def f(a: "probe.__globals__", b: "lookup.secret") -> "exec('import os')": pass
for each in (A, f):
    try: probe(typing.get_type_hints(each))
    except (NameError, SyntaxError, AttributeError, TypeError): pass
=== annotation-hints-namespaces | namespaces of the guest's, of the runtime's
import typing
def f(a: "x"): pass
class Names(dict):
    def __missing__(self, key): return probe
    def __getitem__(self, key): return probe
for names in ({"x": print}, {"__builtins__": {}}, Names(), vars(typing) if False else {}, {"x": "y", "y": "x"}):
    for args in ((names,), (names, names), (None, names)):
        try: probe(typing.get_type_hints(f, *args))
        except (NameError, TypeError, SyntaxError, RecursionError): pass
=== annotation-hints-of-runtime | hints of functions that are not the guest's
import typing, functools, dataclasses, json
for x in (print, sorted, lookup, probe, json.dumps, functools.wraps, dataclasses.dataclass, till.take, list, Exception, typing, type(till)):
    try: probe(typing.get_type_hints(x))
    except (TypeError, NameError, AttributeError): pass
    found = getattr(x, "__annotations__", None)
    win(x) if found else None
=== annotation-forward-evaluate | ForwardRef and its methods
import typing
r = typing.ForwardRef("__import__('os')")
for name in ("_evaluate", "evaluate", "__forward_code__", "__forward_arg__", "__forward_module__", "__forward_value__", "__globals__", "__owner__", "__code__"):
    probe(getattr(r, name, None))
for text in ("__import__('os')", "(lambda: win)()", "x.__globals__", "x\\nimport os", "[" * 300, "yield", "await x", "x := win"):
    try: probe(typing.ForwardRef(text))
    except (SyntaxError, TypeError, MemoryError, RecursionError): pass
=== annotation-forward-in-generics | text in the brackets of generics
import typing
for make in (lambda t: typing.List[t], lambda t: typing.Optional[t], lambda t: list[t], lambda t: typing.Union[t, int], lambda t: typing.Callable[[t], t], lambda t: typing.Annotated[t, print], lambda t: typing.ClassVar[t]):
    class A: pass
    try:
        A.__annotations__ = {"x": make("().__class__.__mro__")}
        probe(make("().__class__"))
        probe(typing.get_type_hints(A))
    except (TypeError, NameError, SyntaxError, AttributeError): pass
=== annotation-future | text by a feature
from __future__ import annotations
import typing, dataclasses
@dataclasses.dataclass
class A:
    x: ().__class__.__base__.__subclasses__() = 1
=== annotation-future-hints | and evaluated
from __future__ import annotations
import typing
def f(x: print, y: lookup) -> win: pass
probe(typing.get_type_hints(f))
probe(f.__annotations__)
=== annotation-write | annotations of what all tenants share
import functools, collections, typing, json
for x in (print, list, Exception, functools.wraps, json.loads, lookup, typing.Any, collections.OrderedDict, object, till.take):
    for way in (lambda: x.__annotations__.update(poison=1), lambda: setattr(x, "__annotations__", {"poison": 1}), lambda: x.__annotations__.__setitem__("poison", 1)):
        try: way()
        except (AttributeError, TypeError): pass
=== annotation-type-params | bounds that are evaluated late
import typing
T = typing.TypeVar("T", bound="__import__('os')")
for name in ("__bound__", "__constraints__", "__default__", "evaluate_bound", "__globals__", "_evaluate"):
    probe(getattr(T, name, None))
class A(typing.Generic[T]):
    x: T
probe(typing.get_type_hints(A))
=== annotation-class-var-text | dataclasses read text to know ClassVar
import dataclasses
for text in ("ClassVar", "typing.ClassVar[int]", "dataclasses.InitVar", "a.b.c.ClassVar", "__import__('os').ClassVar", "sys.modules", "KW_ONLY", "os.ClassVar"):
    try:
        A = type("A", (), {"__annotations__": {"x": text}, "x": 1})
        probe(dataclasses.dataclass(A)().x)
    except (TypeError, AttributeError): pass
=== inject-dataclass-names | names that become source
import dataclasses
for name in ("x=print()", "x):\\n  win()\\n#", "self", "__builtins__", "_return_type", "x y", "class", "\uff41", "x: int = win()", "MISSING", "_HAS_DEFAULT_FACTORY", "__dataclass_builtins_object__", "_type_x", "__dataclass_type_x__"):
    for make in (lambda: dataclasses.make_dataclass("A", [name]), lambda: dataclasses.dataclass(type("A", (), {"__annotations__": {name: int}}))):
        try:
            A = make()
            probe(A(1))
            probe(repr(A(1)))
        except (TypeError, ValueError, SyntaxError): pass
=== inject-dataclass-class-name | the name of the class becomes source
import dataclasses
for name in ("A:\\n import os\\nclass B", "A()", "", "A\\0", "class", "__import__"):
    try: probe(repr(dataclasses.make_dataclass(name, ["x"])(1)))
    except (TypeError, ValueError, SyntaxError): pass
=== inject-namedtuple | names and defaults become source
import collections, typing
class S(str):
    def isidentifier(self): return True
    def __str__(self): return "x"
for name in ("x, y=win()", "x): return win()\\n#", "_x", "class", "__class__", S("x)"), "\uff41", "_tuple_new", "_cls", "x\\0"):
    for make in (lambda: collections.namedtuple("P", [name]), lambda: collections.namedtuple(name, "a"), lambda: typing.NamedTuple("P", [(name, int)]), lambda: collections.namedtuple("P", "a", module=name), lambda: collections.namedtuple("P", name, rename=True)):
        try:
            P = make()
            probe(P); probe(P(1)); stash(repr(P(1)))
        except (TypeError, ValueError, SyntaxError): pass
=== inject-enum | names of members become attributes
import enum
class S(str):
    def __eq__(self, other): return False
    def __hash__(self): return 1
for name in ("__class__", "__del__", "mro", "_value_", "__reduce_ex__", "__init_subclass__", "_member_map_", "__dict__", "x y", "", S("__del__"), "_generate_next_value_", "__prepare__", "_missing_"):
    for make in (lambda: enum.Enum("E", [name]), lambda: enum.Enum("E", {name: print}), lambda: enum.IntFlag("E", name), lambda: enum.Enum("E", [(name, lookup)], module=name, qualname=name)):
        try:
            E = make()
            probe(E); probe(list(E)); stash(repr(E))
        except (TypeError, ValueError, AttributeError): pass
=== inject-enum-hooks | hooks of an enum are given the class early
import enum
class E(enum.Enum):
    def _generate_next_value_(name, start, count, last): probe([name, start, count, last]); return lookup
    @classmethod
    def _missing_(cls, value): probe([cls, value]); return print
    _ignore_ = ["y"]
    y = print
    A = enum.auto()
    B = till
try: E(3)
except (TypeError, ValueError): pass
probe([E.A.value, E.B.value, E._member_map_, E.__members__])
for write in (lambda: E.__members__.update(x=1), lambda: E._member_map_.clear(), lambda: setattr(E, "A", 1), lambda: setattr(enum.Enum, "poison", 1), lambda: setattr(E.A, "__class__", int)):
    try: write()
    except (AttributeError, TypeError): pass
=== inject-functional | other makers of classes by name
import typing, types, collections
for name in ("x): win()", "__class__", "__import__('os')"):
    for make in (lambda: typing.TypedDict("T", {name: int}), lambda: typing.NewType(name, int), lambda: typing.TypeVar(name), lambda: types.new_class(name), lambda: type(name, (), {})):
        try: probe(make())
        except (TypeError, ValueError, AttributeError): pass
"""
)
