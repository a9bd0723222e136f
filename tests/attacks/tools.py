"""Tools: what results, errors, attributes and arguments let through."""

from .payloads import table

PAYLOADS = table(
    """
=== tool-attributes | attributes of the wrapper
for name in ("__wrapped__", "__closure__", "__globals__", "__code__", "__self__", "__func__",
             "__dict__", "__defaults__", "__kwdefaults__", "__call__", "secret", "__doc__",
             "__annotations__"):
    x = getattr(lookup, name, None)
    probe(x)
    stash(repr(x))
=== tool-secret-by-comparison | an honest answer
stash(lookup("guess"))
=== tool-result | a live object of the host
a = account()
a.drain()
=== tool-error | the exception of the host
try:
    fail()
except Exception as e:
    probe([e, e.args, e.__cause__, e.__context__])
    for name in ("account", "secret", "__traceback__", "__notes__", "obj"):
        probe(getattr(e, name, None))
    stash(f"{e!r} {e}")
=== tool-error-builtin | a builtin exception with a live argument
try:
    fail("builtin")
except ValueError as e:
    probe([e, e.args, e.__cause__])
    for each in e.args:
        getattr(each, "drain", print)()
=== tool-error-context | what the runtime had caught
try:
    try:
        fail("late")
    finally:
        1 / 0
except Exception as e:
    while e:
        probe([e, e.args])
        e = e.__context__ or e.__cause__
=== tool-abort | an abort cannot be caught, and shows nothing
try:
    account()
except BaseException as e:
    win(e)
=== tool-rebound | a tool is a name like any other
tool = lookup
tool.poison = 1
=== tool-setattr | the same dynamically
for name in ("__name__", "__doc__", "poison", "__wrapped__", "__annotations__"):
    try:
        setattr(stash, name, "poison")
        win(name)
    except (AttributeError, TypeError):
        pass
=== tool-argument-instance | objects of the guest do not reach the host
class A:
    def __repr__(self): win()
    def __str__(self): win()
    def __eq__(self, o): win()
    def __hash__(self): return 1
    def __len__(self): win()
    x = property(lambda self: win())
stash(A())
stash({"a": A()})
=== tool-argument-subclass | subclasses of plain types are made plain
class S(str):
    def __str__(self): return "evil"
    def encode(self): win()
class D(dict):
    def items(self): win()
    def __iter__(self): win()
class I(int):
    def __index__(self): win()
class L(list):
    def __iter__(self): win()
stash([S("x"), D(a=1), I(3), L([1])])
stash(S("x"))
stash({S("key"): 1})
=== tool-argument-keyword | keywords by a str subclass
class S(str):
    def __hash__(self): return hash("x")
    def __eq__(self, other): return True
stash(**{S("x"): 1})
=== tool-argument-function | functions, generators, classes
for x in (print, lambda: 1, (i for i in [1]), int, ValueError, iter([1]), lookup, ...,
          ValueError("x")):
    try:
        stash(x)
        win(x)
    except TypeError as e:
        probe(e)
=== tool-argument-cycle | endless data
x = []
x.append(x)
try:
    stash(x)
except TypeError:
    pass
=== tool-out-of-stack | a tool that is interrupted between two of its own statements
def dig(n):
    try:
        dig(n + 1)
    except RecursionError:
        pass
    try:
        move()
    except RecursionError:
        pass
dig(0)
=== tool-as-key | a tool as a callback of everything
sorted([2, 1], key=stash)
list(map(stash, [1]))
list(filter(stash, [1]))
class A:
    __len__ = stash
    __getattr__ = stash
try:
    len(A())
except TypeError:
    pass
=== tool-as-special | tools under special names loop without a step
class A:
    __next__ = stash
    def __iter__(self): return self
for x in A(): pass
=== tool-in-a-generator | reentered from a tool's argument
def g():
    yield stash(1)
stash([*g()])
=== error-is-text | nothing of the guest hangs on the error
class A(Exception):
    secret = lookup
raise A(lookup, [], {"x": probe})
=== error-subclass-of-host | an error that poses as a builtin
class ValueError(Exception):
    __module__ = "builtins"
raise ValueError("x") from KeyError(lookup)
=== error-message-subclass | a message that is a str subclass
class S(str):
    def __str__(self): return self
    def split(self, *a): win()
    def __format__(self, spec): win()
class E(Exception):
    def __str__(self): return S("x")
raise E
=== result-instance | methods the host might call
class A:
    def __init__(self): self.x = 1
    def __repr__(self): win()
    def __eq__(self, o): win()
    def __len__(self): win()
    def __iter__(self): win()
    def __getattr__(self, n): win()
    def __bool__(self): win()
    def __int__(self): win()
    def close(self): win()
A()
=== result-nested | the same inside plain data
class A(list):
    def __iter__(self): win()
    def append(self, x): win()
class K(str):
    def __hash__(self): return 5
    def __eq__(self, o): return False
[A([1]), {K("k"): (A(), {K("k")})}, {frozenset([K("x")]): 1}]
=== result-record-names | attributes that hide what a record has
class A:
    pass
a = A()
for name in ("__class__", "__repr__", "_Record__attributes", "_Record__type_name",
             "__reduce__", "keys"):
    a.__dict__[name] = "x"
a
=== result-class | classes, functions, generators, exceptions
[ValueError("x")]
=== result-number | numbers with methods
class I(int):
    def __index__(self): win()
    def __add__(self, o): win()
class F(float):
    def __float__(self): win()
[I(3), F(2.5), True, I(10**30)]
=== result-enum-like | attributes that look like an Enum's
class A:
    _name_ = "x"
    _value_ = print
A()
=== result-fields | _fields of a tuple subclass
class T(tuple):
    _fields = ("a", "__class__")
T((1, 2))
=== result-slots | slots bound to other names
class A:
    __slots__ = ("x", "y")
class B(A):
    z = A.x
b = B()
b.x = 1
b
=== result-datetime | a time zone of the guest's
import datetime
class Z(datetime.tzinfo):
    def utcoffset(self, d): win()
    def dst(self, d): win()
    def tzname(self, d): win()
[datetime.datetime(2020, 1, 1, tzinfo=Z())]
=== result-timedelta-subclass | immutable, with a class
import datetime
class T(datetime.timedelta):
    def __repr__(self): win()
[T(1), datetime.timezone(T(hours=1))]
=== result-partial | functions in disguise
from functools import partial, cached_property
[partial(print)]
=== result-regex | a pattern is an engine
import re
[re.compile("a")]
=== result-mapping | mappings of the library
from collections import defaultdict, Counter, OrderedDict, deque, ChainMap
d = defaultdict(lambda: win())
[d, Counter("ab"), OrderedDict(a=1), deque([1])]
""",
)
