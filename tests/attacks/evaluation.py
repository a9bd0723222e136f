# ruff: noqa: E501  A row of a table stays on one line.
"""Source text at run time: `eval`, `exec`, `compile`, and the names they run with."""

from .payloads import table

PAYLOADS = table(
    """
=== eval-import | the classic
eval("__import__('os').system('id')")
=== eval-subclasses | the other classic
win(eval("().__class__.__bases__[0].__subclasses__()"))
=== exec-late-import | in a function made by exec
names = {}
exec("def f():\\n    import subprocess\\n    return subprocess", names)
win(names["f"]())
=== globals-builtins | the guards are in there
for name in ("__builtins__", "__ticks__", "__tick__", "__result__", "__t1__", "__loader__"):
    for look in (globals().__getitem__, globals().get, globals().pop, globals().setdefault):
        try:
            found = look(name)
        except Exception:
            continue
        if found is not None:
            win(found)
=== globals-listing | no listing shows them
for names in (globals(), locals(), vars(), dict(globals()), {**globals()}, globals().copy()):
    for name in [*names, *names.keys(), *(key for key, _ in names.items())]:
        if name.startswith("__") and name not in ("__name__", "__annotations__", "__doc__"):
            win(name)
probe(globals())
=== globals-overwrite | other builtins for all that is to come
fake = {"print": print}
ways = [
    lambda: globals().__setitem__("__builtins__", fake),
    lambda: globals().update(__builtins__=fake),
    lambda: globals().update({"__builtins__": fake}),
    lambda: globals().setdefault("__builtins__", fake),
    lambda: exec("__builtins__ = fake"),
    lambda: exec("global __builtins__; __builtins__ = fake"),
    lambda: setattr(globals(), "__builtins__", fake),
    lambda: globals().__ior__({"__builtins__": fake}),
    lambda: dict.__setitem__(globals(), "__builtins__", fake),
    lambda: dict.update(globals(), __builtins__=fake),
]
for way in ways:
    try:
        way()
    except Exception:
        pass
def f(): return len([1])
f()
while True: pass
=== globals-ticks | a guard of one's own
class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("__tick__")
for name in ("__tick__", "__ticks__", "__attr__", "__type__", "__own__", Text("__tick__"), Text("x")):
    for store in (globals().__setitem__, globals().setdefault):
        try: store(name, lambda *args: True)
        except TypeError: pass
    try: del globals()[name]
    except KeyError: pass
while True: pass
=== exec-builtins | the builtins of code are the guest's
names = {"__builtins__": {"__tick__": lambda x: True, "__ticks__": [], "len": len}}
exec("while True: pass", names)
=== exec-builtins-later | changed after the code was made
names = {}
exec("def f():\\n    def g():\\n        while True: pass\\n    return g", names)
names["__builtins__"] = {"__tick__": lambda x: True, "__ticks__": [], "__type__": type}
f = names["f"]
exec("", names)
f()()
=== exec-builtins-inside | changed by the code itself
names = {}
exec("names['__builtins__'] = {'__tick__': lambda x: 1}\\ndef f():\\n    while True: pass", {"names": names} | names)
exec("def f():\\n    while True: pass", names)
names["f"]()
=== exec-leak-builtins | what CPython puts into globals
names = {}
exec("def f(): pass", names)
exec("x = 1", names, {})
for each in (names, names["f"].__dict__):
    if "__builtins__" in each:
        win(each["__builtins__"])
probe(names)
=== exec-lying-globals | a dictionary that answers as it likes
class Names(dict):
    def __missing__(self, name): return lambda *args: True
    def __getitem__(self, name): return lambda *args: True
for code in ("while True: pass", "x = 1", "1"):
    for names in ((Names(),), ({}, Names()), (Names(), {})):
        try: exec(code, *names)
        except TypeError: pass
win_if = eval("__import__", Names())
=== exec-lying-keys | keys that run code when a name is looked up
class Text(str):
    def __eq__(self, other):
        win("a name was compared")
        return True
    def __hash__(self): return hash("print")
exec("print(1)", {Text("print"): 1})
exec("print(1)", {}, {Text("print"): 1})
globals().update({"ok": 1})
=== exec-changing-name | the type test and the operation see two values
class Names(dict):
    def __getitem__(self, name): return [1, "x" * 100][len(seen)]
seen = []
try: eval("x * 10**9", {}, Names())
except TypeError: pass
=== exec-shadow-guard-names | names of guards as local names
for name in ("__ticks__", "__attr__", "__writable__"):
    exec("x = 1", {name: 1}, {name: 1})
    names = {name: lambda *args: args[0]}
    exec("print.evil = 1" if name == "__writable__" else "x = 1", {}, names)
=== eval-frames | locals of what is not the guest's
for names in map(eval, ["locals()", "vars()", "dir()"]):
    for name in ("run", "frame", "holds", "code", "space", "inner", "args", "source"):
        if name in names:
            win(name)
=== locals-in-callbacks | called by a shim, whose frame has names of its own
seen = [sorted([1, 2], key=lambda x: 0), max([1, 2], key=lambda x: len(locals()))]
for found in (*map(lambda f: f(), [locals, vars, globals]), *(f() for f in (locals, globals))):
    for name, value in found.items():
        if name not in ("seen", "found", "name", "value", "f", "__name__", "__doc__", "till"):
            win(name)
max(["locals()"], key=lambda x: probe(eval(x)) or 0)
=== locals-of-sorted | the key is `locals` itself
def show(kept=[]):
    sorted(["x"], key=lambda _: kept.append(locals()) or 0)
    any(map(lambda _: kept.append(locals()), "x"))
    return kept
for each in show():
    if set(each) - {"_", "kept"}:
        win(each)
=== class-namespace | a class body through the back door
class C:
    locals()["__getattribute__"] = lambda self, name: 1
    locals()["__del__"] = lambda self: win("finalizer")
    locals()["__classcell__"] = 1
    vars()["__class__"] = int
    exec("x = 1")
C().x
del C
=== class-exec-dunder | special methods that are not for guests, by exec
for name in ("__del__", "__getattribute__", "__reduce__", "__instancecheck__"):
    try:
        exec(f"class C:\\n    def {name}(self, *args): win(args)\\nC()")
    except SyntaxError:
        continue
    win(name)
=== code-object | what is inside
code = compile("win", "x", "eval")
for name in ("co_code", "co_consts", "co_names", "co_filename", "replace", "__code__", "code", "__reduce__"):
    probe(getattr(code, name, None))
probe(code)
=== code-filename | tracebacks show the lines of a file
for name in ("/etc/passwd", "<guest>", "cloche/runtime/run.py"):
    try: exec(compile("\\n1/0", name, "exec"))
    except ZeroDivisionError as error: print(error)
exec(compile("\\n\\n1/0", "/etc/passwd", "exec"))
=== compile-flags | a tree instead of code
for flags in (0x400, 0x2000, 0x1000, True, 1 << 40):
    try: win(compile("1", "x", "exec", flags))
    except ValueError: pass
=== eval-real-code | code objects that were not made here
def f(): pass
for source in (f, f.__name__.join, (x for x in ()), object(), type, None, 1.5, []):
    try: eval(source)
    except TypeError: pass
=== exec-nested | deeper and deeper
source = "exec(source)"
exec(source)
=== exec-nested-functions | and through functions and C code
def f(n): return max([n], key=lambda n: eval("f(n + 1)"))
f(0)
=== eval-deep-source | what kills a native parser
for text in ("(" * 5000, "[" * 90 + "]" * 90, "-" * 5000 + "1", "not " * 5000 + "1", "lambda:" * 2000 + "1"):
    try: eval(text)
    except SyntaxError: pass
=== eval-wide-source | what takes it long
for text in ("+".join(["a"] * 20000), "a" + ".a" * 20000, "[" + "1," * 50000 + "]"):
    try: eval(text)
    except SyntaxError: pass
=== eval-endless | compiling is paid for
i = 0
while True:
    i += 1
    eval(f"{i}")
=== exec-survives | code that runs after its run
names = {}
exec("def g():\\n    try: yield 1\\n    finally: win('late')\\nkept = g(); next(kept)", names)
compile("win('late')", "x", "exec")
=== exec-own-functions | the code's functions are the guest's, and nothing else is
names = {}
exec("def f(): pass", names)
f = names["f"]
f.x = 1
for name in ("__globals__", "__builtins__", "__code__", "__closure__"):
    probe(getattr(f, name, None))
=== exec-endless-next | an iterator without steps, by another namespace
names = {}
exec("import itertools\\nclass C:\\n    def __iter__(self): return self\\n    __next__ = itertools.count().__next__", names)
list(names["C"]())
=== exec-temporaries | what an operator keeps for a moment
class A: pass
a, b = A(), A()
a.x = b.x = [1]
a.x *= exec("b.x *= 2; globals().pop('__t1__', None); globals().pop('__t91__', None)") or 2
exec("try: __t1__\\nexcept NameError: pass") if False else None
=== exec-optimizer | names that a proof relied on
def f():
    try:
        while True: pass
    except ValueError:
        while True: pass
globals()["ValueError"] = BaseException
exec("KeyError = BaseException")
f()
=== exec-tools | tools by other names
names = {"__builtins__": {"lookup": lookup}}
exec("x = lookup('a')", names)
probe(names["x"])
=== globals-shared | what C writes past the methods is read by the next tenant
if dict.get(globals(), "poison") or dict.__len__(globals()):
    win("something was left there")
for write in (dict.update, dict.__ior__):
    write(globals(), {"poison": 1})
dict.setdefault(globals(), "poison", 1)
dict.__setitem__(globals(), "poison", 1)
=== globals-instance-dict | other dictionaries that are somebody's
import math, collections
class A: pass
a = A()
exec("x = 1\n__name__ = 'y'", a.__dict__)
for holder in (A, math, print, len, object, collections.deque, Exception(), A.__init__):
    try: exec("evil = 1\n__name__ = 'evil'", vars(holder))
    except TypeError: pass
    if hasattr(holder, "evil") and holder is not A:
        probe(holder.evil)
=== property-behind | what is behind a property that is not the guest's
import functools, collections, datetime, dataclasses, enum
for holder in (Exception, type, dict, collections.deque, datetime.date, functools.partial, enum.Enum, dataclasses.Field):
    for name in dir(holder):
        each = getattr(holder, name, None)
        for part in ("fget", "fset", "fdel", "func"):
            probe(getattr(each, part, None))
class A:
    x = property(len, print, "".join)
for part in ("fget", "fset", "fdel"):
    probe(getattr(A.x, part, None))
=== globals-object | the view itself
view = globals()
for name in ("__class__", "__dict__", "__slots__", "__reduce__", "__init__", "__new__", "_Globals", "current"):
    probe(getattr(view, name, None))
probe(type(view))
probe(view | {}); probe({} | view); probe(view.items())
view == view; view == {}; repr(view); str(view)
=== globals-recursive | a view of itself
me = globals()
try: repr(me)
except RecursionError: pass
try: me == dict(me)
except RecursionError: pass
str(me.copy)
=== globals-heavy | looked at without a step
x = list(range(100))
view = globals()
for i in range(18): x = [x, x]
view == dict(view); view == {"x": x}
while True: str(view)
"""
)
