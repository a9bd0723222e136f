# ruff: noqa: E501  A row of a table stays on one line.
"""Host objects exposed by a list: what is not on it stays out of sight."""

from .payloads import table

NAMES = (
    "__class__ __dict__ __self__ __func__ __wrapped__ __closure__ __globals__ __code__ __slots__ "
    "__exposed__ __weakref__ __mro__ __init__ __new__ __getattribute__ __getattr__ __setattr__ "
    "__reduce__ __reduce_ex__ __getstate__ __doc__ __module__ __annotations__ __defaults__ "
    "__kwdefaults__ __call__ __get__ key hidden object handle _face _handle _object _run _tools"
)

PAYLOADS = table(
    """
=== exposed-names | names that are not on the list
for x in (till, till.take, type(till), till.__class__):
    for name in NAMES.split():
        found = getattr(x, name, None)
        probe(found)
        stash(f"{found!r}")
=== exposed-text | its text is not the host's
for text in (repr(till), str(till), f"{till}", f"{till!r:>50}", "%s" % till, format(till), ascii(till)):
    stash(text)
stash([dir(till), dir(till.take), dir(type(till))])
=== exposed-write | what is not writable
for name in ("total", "hidden", "take", "key", "new", "__class__", "__dict__", "__exposed__", "_object"):
    for way in (setattr, lambda x, n, v: object.__setattr__(x, n, v), lambda x, n, v: x.__setattr__(n, v),
                lambda x, n, v: delattr(x, n), lambda x, n, v: object.__delattr__(x, n)):
        try:
            way(till, name, 1)
            win((name, way))
        except (AttributeError, TypeError):
            pass
=== exposed-write-guest-object | a live object of the guest's where the host's own values are
class Liar:
    def __eq__(self, other): win()
    def __repr__(self): win()
    def __len__(self): win()
for value in (Liar, lambda: 1, Liar().__repr__, print, (x for x in [1]), till.take):
    try:
        till.limit = value
        win(value)
    except TypeError:
        pass
till.limit = Liar()
=== exposed-shared-list | the host's own list
till.total.append(3)
till.total += [] if False else [4]
=== exposed-shared-argument | an argument that changes later
x = [[1]]
stash(till.take(x)[0][0] is x)
y = till.take(x)
x[0].append(2)
win(y) if y[0][0] != [[1]] else None
=== exposed-error | the exception of a method
try:
    till.fail()
except ValueError as e:
    probe([e, e.args, e.__cause__, e.__context__])
    stash([str(e), repr(e), [repr(each) for each in e.args]])
    for name in ("__traceback__", "obj", "__notes__"):
        probe(getattr(e, name, None))
=== exposed-missing | the error for a name that is not there
for name in ("hidden", "nothing", "tota1", "__dict__"):
    try:
        getattr(till, name)
    except AttributeError as e:
        probe([e, e.args, getattr(e, "obj", None)])
        stash(f"{e} {e!r}")
=== exposed-liar-name | a name that is another one when it is looked up
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("take")
    def __str__(self): return "take"
for name in (Name("hidden"), Name("__dict__"), Name("key")):
    for way in (getattr, lambda x, n: x.__getattr__(n), lambda x, n: type(x).__getattr__(x, n)):
        try:
            win(way(till, name))
        except (AttributeError, TypeError):
            pass
=== exposed-of-another-self | methods of the class with anything in the place of self
class A: pass
for name in ("__getattr__", "__setattr__", "__delattr__", "__dir__", "__repr__"):
    method = getattr(type(till), name, None) or getattr(till, name, None)
    for args in ((A(), "hidden"), (1, "x", 2), (print, "poison", 1), (type(till), "x", 1), ("hidden",)):
        try:
            probe(method(*args))
        except (AttributeError, TypeError):
            pass
=== exposed-derive | a class of the guest's that is one
for bases in ((type(till),), (type(till), list), (till,), (till.take,)):
    try:
        win(type("A", bases, {}))
    except TypeError:
        pass
=== exposed-make | one without an object behind it
for make in (lambda: type(till)(), lambda: object.__new__(type(till)), lambda: type(till).__new__(type(till))):
    try:
        x = make()
        stash([repr(x), dir(x), x.hidden])
        win(x)
    except (AttributeError, TypeError):
        pass
=== exposed-copy | copies
import copy
for x in (copy.copy(till), copy.deepcopy(till), copy.deepcopy([till])[0], copy.copy(till.take)):
    probe(x)
    stash(repr(x).partition(" at 0x")[0])
=== exposed-super | super() past its class
class A: pass
for args in ((type(till), till), (object, till), (A, till)):
    try:
        found = super(*args)
        for name in ("hidden", "__getattribute__", "__reduce_ex__", "__exposed__"):
            win(getattr(found, name, None)) if getattr(found, name, None) else None
    except TypeError:
        pass
=== exposed-strings | attributes named in strings
from operator import attrgetter, methodcaller
from string import Formatter
for way in (lambda n: attrgetter(n)(till), lambda n: methodcaller(n)(till), lambda n: ("{0." + n + "}").format(till),
            lambda n: Formatter().format("{0." + n + "}", till), lambda n: "{t.%s}" % n and "{t.take}".format_map({"t": till})):
    for name in ("hidden", "take.__self__", "__class__.__init__.__globals__", "__exposed__", "key"):
        try:
            stash(str(way(name)).partition(" at 0x")[0])
        except (AttributeError, TypeError, ValueError):
            pass
=== exposed-match | a pattern reads attributes
match till:
    case object(hidden=x) | object(key=x) | object(object=x):
        win(x)
=== exposed-late | a generator that uses it after the end
def late():
    try:
        yield 1
    finally:
        till.limit = "late"
        till.take("late")
        win("late")
g = late()
next(g)
=== exposed-in-a-stopped-run | what a stopped run does to it
try:
    while True: pass
except BaseException:
    till.limit = "late"
finally:
    till.limit = "late"
=== exposed-out-of-stack | the stack ends between two statements of the host's
def dig(n):
    try: dig(n + 1)
    except RecursionError: pass
    for use in (lambda: till.take(n), lambda: till.total, lambda: setattr(till, "limit", n), till.fail):
        try: use()
        except (RecursionError, ValueError): pass
dig(0)
=== exposed-result | it leaves as the host's handle, without behaviour
stash(till)
[till, {"t": till}]
=== exposed-hash | as a key, compared, sorted
class Liar:
    def __eq__(self, other): probe(other); return True
    def __hash__(self): return hash(till)
{till: 1}[Liar()]
till == Liar(), Liar() == till, till in [Liar()]
=== exposed-cache | a cache that holds it for the next tenant
import functools
@functools.lru_cache
def f(x): return x
probe(f(till))
probe(f.__wrapped__(till))
=== exposed-json | encoders that look for attributes
import json, pprint, dataclasses
for way in (lambda: json.dumps(till, default=vars), lambda: json.dumps(till, default=lambda x: x.__dict__),
            lambda: dataclasses.asdict(till), lambda: pprint.pformat(till), lambda: vars(till)):
    try: stash(way())
    except (TypeError, AttributeError): pass
""".replace("NAMES", repr(NAMES))
)
