"""Modules that evaluate text, build source or walk objects: names and annotations as code."""

from .payloads import table

PAYLOADS = table(
    """
=== namedtuple-name | collections.namedtuple built source until 3.7
from collections import namedtuple
for name in ("a=__import__('os')", "x):\\n  import os\\n def f(", "__class__", "class", "a b"):
    try:
        win(namedtuple(name, "a"))
    except (ValueError, TypeError):
        pass
    try:
        win(namedtuple("N", [name, name + "2"]))
    except (ValueError, TypeError):
        pass
=== namedtuple-str-subclass | a name that is an identifier only when asked
from collections import namedtuple
class S(str):
    def isidentifier(self): return True
    def startswith(self, *a): return False
    def __str__(self): return "ok"
    def __hash__(self): return 1
    def __eq__(self, other): return False
try:
    win(namedtuple("N", [S("a, x=__import__('os')")]))
except (ValueError, TypeError):
    pass
=== namedtuple-module | module= is written to the class
from collections import namedtuple
N = namedtuple("N", "a", module="os", defaults=[1])
probe([N.__module__, N().__class__, N._fields, N._field_defaults])
=== namedtuple-replace | _make and _replace take iterables of the guest
from collections import namedtuple
N = namedtuple("N", "a b")
probe([N._make([1, 2]), N(1, 2)._replace(a=lookup), N(1, 2)._asdict()])
=== dataclass-field-name | dataclasses write the source of __init__
from dataclasses import dataclass
for name in ("a=__import__('os').system('true')", "self", "__class__", "a b", "__getattribute__"):
    try:
        A = type("A", (), {"__annotations__": {name: int}})
        dataclass(A)
        win(name) if name != "self" else None
    except (ValueError, TypeError):
        pass
=== dataclass-annotation | annotations as text
from dataclasses import dataclass
@dataclass
class A:
    x: "__import__('os').system('true')" = 1
    y: "ClassVar.__globals__" = 2
probe(A().__class__.__init__.__annotations__)
=== dataclass-type-name | the name of the class is written too
from dataclasses import dataclass
A = type("A():\\n  import os\\nclass B", (), {"__annotations__": {"x": int}})
probe(dataclass(A))
=== dataclass-default-repr | a default that is put into source
from dataclasses import dataclass
class R(tuple):
    def __repr__(self): return "__import__('os')"
@dataclass
class A:
    x: int = R()
probe(A())
=== dataclass-module | the namespace of the module named by __module__
from dataclasses import dataclass
@dataclass
class A:
    __module__ = "host_vault"
    x: "KEY" = 1
stash([A.__init__.__annotations__, repr(A()), A.__doc__])
=== dataclass-fields-mapping | __dataclass_fields__ in the guest's hands
from dataclasses import dataclass, fields
@dataclass
class A:
    x: int = 1
A.__dataclass_fields__["y=__import__('os')"] = A.__dataclass_fields__["x"]
@dataclass
class B(A):
    z: int = 2
=== dataclass-make | make_dataclass evaluates names
from dataclasses import make_dataclass
make_dataclass("A", ["x=1"])
=== dataclass-factories | factories run at known places
from dataclasses import dataclass, field, asdict, replace
@dataclass
class A:
    x: object = field(default_factory=lambda: lookup)
probe([A(), asdict(A(1), dict_factory=lambda items: [*items]), replace(A(1), x=2)])
=== typing-forward-ref | a string becomes code
import typing
probe(typing.List["__import__('os').system('true')"])
probe(typing.Optional["x"].__args__)
=== typing-forward-ref-class | ForwardRef(...)._evaluate
from typing import ForwardRef
f = ForwardRef("__import__('os').system('true')")
for name in ("_evaluate", "__forward_code__", "__forward_module__", "__forward_globals__"):
    probe(getattr(f, name, None))
=== typing-hints | get_type_hints evaluates in the module of the class
from typing import get_type_hints
def f(x: "__import__('os').system('true')"): pass
get_type_hints(f)
=== typing-caller | typing reads the caller's frame
import typing
for make in (lambda: typing.NewType("N", int), lambda: typing.TypeVar("T"),
             lambda: typing.NamedTuple("N", [("a", int)]),
             lambda: typing.TypedDict("D", {"a": int}),
             lambda: typing.ParamSpec("P"), lambda: typing.TypeVarTuple("Ts")):
    made = make()
    probe([made, made.__module__])
    for name in ("__globals__", "__supertype__", "__bound__", "evaluate_bound"):
        probe(getattr(made, name, None))
=== typing-protocol | isinstance against a protocol reads attributes by name
from typing import Protocol, runtime_checkable
try:
    @runtime_checkable
    class P(Protocol):
        gi_frame: object
        def format(self): ...
    isinstance((x for x in [1]), P)
    isinstance("{0.__globals__}", P)
except TypeError:
    pass
=== typing-namedtuple-fields | fields by mapping
import typing
for fields in ([("__class__", int)], [("a=1", int)], [("_a", int)], [(1, int)]):
    try:
        win(typing.NamedTuple("N", fields))
    except (ValueError, TypeError):
        pass
=== partial-setstate | partial.__setstate__ replaces the function
from functools import partial
p = partial(print)
for name in ("__setstate__", "__reduce__", "__class_getitem__", "__self__", "__dict__"):
    x = getattr(p, name, None)
    probe(x)
p.__dict__["func"] = 1
p(1)
=== singledispatch-registry | the registry and the cache
from functools import singledispatch
@singledispatch
def f(x): return 1
for name in ("registry", "dispatch", "_clear_cache", "__wrapped__", "__closure__"):
    probe(getattr(f, name, None))
f.register(int, lambda x: 2)
f.register(object)(lambda x: 3)
probe([f(1), f(""), f.registry])
=== total-ordering-shared | total_ordering writes to a class
from functools import total_ordering
from collections import deque
for kind in (int, deque, Exception, object):
    try:
        total_ordering(kind)
    except (TypeError, ValueError, AttributeError):
        pass
=== cached-property-name | __set_name__ called by hand
from functools import cached_property
class A: pass
for name in ("__class__", "__dict__", "format"):
    c = cached_property(lambda self: lookup)
    try:
        c.__set_name__(A, name)
        probe(c.__get__(A(), A))
        c.__get__(print, type(print))
    except (TypeError, AttributeError):
        pass
=== re-callback | the replacement is a guest function; groups by name
import re
probe(re.sub("a", lambda m: getattr(m, "__class__").__name__, "aa"))
m = re.match("(?P<a>a)", "a")
for name in ("re", "regs", "string", "lastgroup", "__copy__", "__deepcopy__", "scanner", "_engine"):
    probe(getattr(m, name, None))
    probe(getattr(m.re, name, None))
=== re-scanner | re.Scanner, re.template
import re
for name in ("Scanner", "template", "sre_compile", "_cache", "copyreg", "DEBUG", "_parser", "enum"):
    probe(getattr(re, name, None))
=== re-pattern-subclass | str subclasses as pattern and text
import re
class S(str):
    def __getitem__(self, i): return "("
    def __len__(self): return 0
    def __hash__(self): return 0
    def __eq__(self, other): return True
stash([re.sub(S("a"), S("b"), S("aa")), re.findall(S("."), S("xy")), re.escape(S("."))])
=== json-hooks | hooks get what they are given
import json
probe(json.loads('{"__class__": 1}', object_hook=lambda d: d, object_pairs_hook=lambda d: d))
class D(dict):
    def items(self): return [("a", lookup)]
try:
    stash(json.dumps(D(a=1), default=lambda o: repr(getattr(o, "__globals__", 0))))
except TypeError: pass
=== json-cls | cls= is any callable
import json
try:
    json.dumps([], cls=lambda **k: probe(k))
    json.loads("[]", cls=lambda **k: probe(k))
except (TypeError, AttributeError): pass
=== adopted-self | methods of shared classes, called on what is shared
import csv, difflib, html.parser, io, json, string, textwrap, uuid
for cls in (csv.DictReader, difflib.SequenceMatcher, html.parser.HTMLParser, io.StringIO,
            json.JSONDecoder, string.Template, textwrap.TextWrapper, uuid.UUID):
    for target in (cls, csv.excel, textwrap.fill, io, cls.__init__):
        try:
            cls.__init__(target, "0" * 32)
            win((cls, target))
        except (AttributeError, TypeError, ValueError): pass
=== adopted-attributes | what instances of adopted classes show
import csv, difflib, html.parser, json, pprint, shlex, string, textwrap, urllib.parse, uuid
for x in (csv.DictReader(["a"]), csv.Sniffer(), difflib.SequenceMatcher(None, "a", "b"),
          html.parser.HTMLParser(), json.JSONEncoder(), json.JSONDecoder(), pprint.PrettyPrinter(),
          shlex.shlex("a"), string.Template("a"), textwrap.TextWrapper(),
          urllib.parse.urlsplit("http://a"), uuid.uuid4()):
    probe([getattr(x, name, None) for name in dir(x)])
=== adopted-dunders | texts of the library look at dunders of what they are given
import pprint, reprlib, json
class X:
    def __repr__(self): return "x" * 200
for x in (X(), X, lookup, type(X), (i for i in ())):
    for show in (pprint.pformat, reprlib.repr, lambda x: json.dumps(x, default=repr)):
        try:
            stash(show(x))
        except (TypeError, AttributeError): pass
=== random-state | the host's generator
import random
random.seed(1)
random.setstate(random.getstate())
random.random()
random.shuffle([1, 2])
random.Random(2).seed(3)
=== random-system | entropy of the host
import random
for name in ("SystemRandom", "_inst", "_urandom", "_os"):
    probe(getattr(random, name, None))
=== ordered-dict-internals | OrderedDict, Counter and ChainMap in Python
from collections import OrderedDict, Counter, ChainMap, deque, defaultdict
for x in (OrderedDict(a=1), Counter("a"), ChainMap({}), deque([1]), defaultdict(list)):
    for name in ("__map", "_OrderedDict__map", "__init_subclass__", "__reduce__", "maps",
                 "__dict__", "default_factory", "__marker", "fromkeys", "_keep_positive",
                 "__missing__"):
        probe(getattr(x, name, None))
=== abc-mixins | mixin methods of Python classes of the library
import collections.abc as abc
class M(abc.MutableMapping):
    def __getitem__(self, k): raise KeyError(k)
    def __setitem__(self, k, v): probe([k, v])
    def __delitem__(self, k): pass
    def __iter__(self): return iter([])
    def __len__(self): return 0
m = M()
m.update(a=1)
for name in ("pop", "update", "setdefault", "keys", "__eq__", "__marker"):
    x = getattr(m, name, None)
    for inner in ("__globals__", "__func__", "__defaults__"):
        probe(getattr(x, inner, None))
=== pop-marker | a private default value that all tenants share
import collections.abc as abc
class M(abc.MutableMapping):
    def __getitem__(self, k): raise KeyError(k)
    def __setitem__(self, k, v): pass
    def __delitem__(self, k): pass
    def __iter__(self): return iter([])
    def __len__(self): return 0
marker = getattr(M, "_MutableMapping__marker", None)
try:
    M().pop("x", marker)
    M().setdefault("x", marker)
except KeyError:
    pass
for name in ("__globals__", "__self__", "__class__"):
    probe(getattr(marker, name, None))
=== abc-impl | the registry of an abstract class, an opaque object of C
import collections.abc as abc
class M(abc.Sized):
    def __len__(self): return 0
for x in (M, M(), abc.Sized):
    for name in ("_abc_impl", "_abc_data", "_abc_registry", "_abc_cache", "__abc_tpflags__"):
        y = getattr(x, name, None)
        win(y) if y is not None else None
=== adopted-self-of-another | a method that stores, on a shared instance of another module's class
import ipaddress, textwrap, csv, html.parser, json
shared = ipaddress.IPv4Address._constants._linklocal_network
for write in (lambda: textwrap.TextWrapper.__init__(shared, 3),
              lambda: csv.Sniffer.__init__(shared),
              lambda: html.parser.HTMLParser.__init__(shared),
              lambda: html.parser.HTMLParser.reset(shared),
              lambda: json.JSONEncoder.__init__(shared)):
    try:
        write()
        win(shared)
    except (TypeError, AttributeError):
        pass
=== real-object-as-operand | what is inside of a shared type, handed to the other operand
import array, collections, decimal, fractions, pathlib, re, datetime, types, weakref
def look(self, other, *rest):
    probe(other)
    try: type(other)
    except TypeError: win(other)
    return NotImplemented
names = "add sub mul truediv floordiv mod divmod pow lshift rshift and or xor matmul".split()
Other = type("Other", (), {
    **{f"__r{name}__": look for name in names}, **{f"__{name}__": look for name in names},
    **{f"__{name}__": look for name in ("lt", "le", "gt", "ge", "eq", "ne")},
    "__hash__": lambda self: 1, "__index__": lambda self: 1, "__iter__": lambda self: iter([self])})
for x in (array.array("i", [1]), memoryview(b"a"), decimal.Decimal(1), fractions.Fraction(1),
          pathlib.PurePath("a"), collections.Counter("a"), collections.ChainMap({}), re.I,
          datetime.timedelta(1), collections.deque([1]), bytearray(b"a"), types.SimpleNamespace(),
          collections.UserList([1]), weakref.WeakValueDictionary()):
    ways = [getattr(x, f"__{side}{name}__", None) for side in ("", "i", "r") for name in names]
    ways += [lambda o: x + o, lambda o: x * o, lambda o: x | o, lambda o: x - o, lambda o: x % o,
             lambda o: x == o, lambda o: x < o, lambda o: o in x, lambda o: x[o], x.__iadd__
             if hasattr(x, "__iadd__") else None]
    for way in ways:
        try: way(Other())
        except Exception: pass
    try: x += Other()
    except Exception: pass
=== hidden-slots-answered | `__getattr__` and `__dict__` answer for a slot, and get the real object
import decimal, fractions, statistics
def look(*args):
    for x in args:
        try:
            type(x)
        except TypeError:
            win(x)
    return NotImplemented
class Inside:
    def __getattr__(self, name): return look
    def __eq__(self, other): return look(other)
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __mul__ = __pow__ = __eq__
    def __hash__(self): return 1
class Fake:
    def __getattr__(self, name): return Inside()
class Filled:
    def __init__(self):
        for name in ("number", "fraction", "normal", "range", "signals", "context_in"):
            self.__dict__[f"__{name}__"] = Inside()
values = [decimal.Decimal(2), fractions.Fraction(1, 2), statistics.NormalDist(), range(10**9),
          decimal.getcontext(), decimal.getcontext().flags]
for value in values:
    kind = type(value)
    fakes = [Fake(), Filled()]
    try:
        class Empty(kind):
            def __init__(self): pass
            def __getattr__(self, name): return Inside()
        fakes.append(Empty())
    except TypeError:
        pass
    for name in dir(kind):
        for fake in fakes:
            for args in ((fake,), (fake, value), (fake, value, value), (value, fake), (fake, 2)):
                try:
                    look(getattr(kind, name)(*args))
                except Exception:
                    pass
=== property-told-its-name | `__set_name__` of a property that all tenants share
import statistics
mean = statistics.NormalDist.mean
class A:
    poison = mean
type("B", (), {"poison": mean})
class Derived(statistics.NormalDist):
    pass
try:
    Derived().mean = 1
except AttributeError as error:
    if "poison" in str(error):
        win(error)
=== dataclass-init-elsewhere | the generated `__init__` stores, in whatever stands for self
import dataclasses, json, math, statistics
def evil(*args, **named): return "stolen"
@dataclasses.dataclass
class A:
    dumps: object = evil
@dataclasses.dataclass(frozen=True)
class B:
    dumps: object = evil
@dataclasses.dataclass(kw_only=True, slots=True)
class C:
    dumps: object = evil
D = dataclasses.make_dataclass("D", [("dumps", object, evil), ("samples", object, evil)])
shared = (json, math, sorted, json.dumps, statistics, statistics.NormalDist, ValueError, list,
          type, 1, dataclasses.MISSING, dataclasses.field())
for kind in (A, B, C, D):
    for x in shared:
        for init in (kind.__init__, kind.__dict__["__init__"], getattr(kind, "__init__")):
            try:
                init(x)
                win(x)
            except (TypeError, AttributeError):
                pass
json.dumps([1]) == "[1]" or win()
isinstance(statistics.NormalDist().samples(1), list) or win()
=== zip-longest-holes | gone through by who looks how deep it nests: C leaves holes in its tuple
import itertools
from collections import deque
for ends in ([], [1]), ([1], []), ([],) * 20 + ([1],):
    z = itertools.zip_longest(*ends, [1, 2, 3], fillvalue=(z for z in ()))
    next(z), next(z)
    for take in (lambda z: map(len, z), zip, enumerate, itertools.chain, itertools.cycle, iter):
        probe(take(z))
    deque(map(lambda x: None, [itertools.tee(z), itertools.zip_longest(z, z)]))
=== impossible-date | made of the bytes of a pickle: the host's own `ctime` reads before a table
import datetime
for x in (
    datetime.date(b"\\0\\0\\1\\0"), datetime.date("\\0\\0\\1\\0"),
    datetime.datetime(b"\\xff\\xff\\x0c" + b"\\xff" * 7), datetime.time(b"\\1" + b"\\xff" * 5),
):
    for given in (x, [x], {1: x}, {x: 1}, (x,)):
        try: win(stash(given))
        except TypeError: pass
""",
)
