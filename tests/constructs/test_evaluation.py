"""`eval`, `exec`, `compile`, `globals`, `locals`, `vars` and `dir`: what they see and bind."""

from __future__ import annotations

import gc
import sys

import pytest

import cloche
from cloche.runtime.spaces import Space
from harness import BOXES, refused, same

REFUSED = [
    ("CL101", "__import__('os')"),
    ("CL101", "__builtins__"),
    ("CL101", "globals()[__ticks__]"),
]

SAME = r"""
x = [1]; g = {"x": x}
def f(text, found):
    try: exec(text, g)
    except ZeroDivisionError: pass
    return found
g["f"] = f
exec("x[0] *= f('w = [7]; w[0] *= 5', 2); print(x, w)", g)
exec("x[0] *= f('w = [7]; w[0] *= 1 / 0', 2); print(x, w)", g)
exec("x[0] *= f('w[0] *= f(\\'x[0] **= f(chr(120), 2)\\', 3)', 4); print(x, w)", g)

class C: n = 2
def f():
    exec("class D: n = 3\nD.n *= C.n\nd = D.n", globals())
    return d
exec("C.n *= f()\nC.n |= f()\nC.n, d = f(), C.n")
C.n, d

text = compile("n[0] += 1\nif n[0] < 9: x[0] *= again()\nelse: x[0] **= 2", "<t>", "exec")
n, x, found = [0], [3], []
def again():
    exec(text, globals())
    found.append(x[0])
    return 2
exec(text)
n, x, found, sorted(k for k in globals() if k.startswith("__t"))

eval("1 + 1"), eval("  x * 2", {"x": 3}), eval("\n[1,\n 2]\n"), eval(b"1"), eval(bytearray(b"2"))

x = 1
exec("x = x + 1\ny = [x]\nx")
x, y

exec("def f(l):\n    return [x for (x, [x ** x for x in range(x)][x - 1]) in l]\nx = f([(1, 2), (3, 4)])")
x

x = "global"
def f(x):
    y = 2
    return eval("x, y"), eval("x", {"x": 1}), eval("x, y", {"x": 1}, {"y": 3})
f("local")

names = {}
exec('''
"doc"
import math
class A:
    def area(self, r): return round(math.pi * r, factor)
def g(n): return n if n < 2 else g(n - 1) + g(n - 2)
def h():
    def inner(): return [factor for _ in "ab"]
    return inner
factor = 2
''', names)
names["A"]().area(2), names["g"](10), names["h"]()(), sorted(k for k in names if k[:2] != "__")

names = {"total": 1}
for text in ("total += 1", "total *= 5", "def add(n):\n    global total\n    total += n", "add(3); add(4)"):
    exec(text, names)
names["total"], eval("total - 1", names)

names = {"x": 1}
exec("del x\ny = 2", names)
names["x"] = 3
exec("y += x", names)
del names["y"]
"y" in names, eval("x", names), names["x"]

names = {}
exec("x = 1\nexec('y = x + 1')\nz = eval('y', globals()), eval('y', locals())", names)
names["z"]

outer, inner = {"a": 1}, {"b": 2}
exec("c = a + b\nb = 5\ndef f(): return a", outer, inner)
outer["a"], inner["b"], inner["c"], inner["f"](), "c" in outer

inner = {"a": 1, "b": 2}
exec("del a", {}, inner)
inner

inner = {"a": 1}
exec("b: int = 2\ndef f() -> a: pass", {"a": 3}, inner)
str([inner["__annotations__"], sorted(inner), inner["f"].__annotations__])

def f():
    x = 1
    exec("x = 2")
    return x
f()

class C:
    a = 1
    exec("b = a + 1\ndef method(self): return self.b")
    c = b + 1
    names = sorted(n for n in locals() if n[0] != "_" and n != "n")
C.c, C().method(), C.names

f = eval("lambda n: n * k", {"k": 3})
f(2), [*map(f, [1, 2])]

[eval("i * 2") for i in range(3)] if False else [*map(eval, ["1", "2 + 3"])]

code = compile("a + 1", "<made>", "eval")
[eval(code, {"a": n}) for n in range(3)], eval(compile("x = 1", "f", "exec"))

a = 1
code = compile("a += 1", "<made>", "exec")
exec(code)
exec(code)
a

exec(compile("1 + 1", "<made>", "single"))
exec(compile("None", "<made>", "single"))
exec(compile("x = 'shown'", "<made>", "single"))
eval(compile("x", "<made>", "single"))

globals()["x"] = 1
x, "x" in globals(), "y" in globals(), globals().get("y"), globals()["x"]

x = 1
globals().update(y=2)
globals().update({"z": 3})
globals().setdefault("x", 5), globals().setdefault("w", 4), globals().pop("x"), globals().pop("x", None)
del globals()["y"]
w, z, "x" in globals(), "y" in globals()

def f(): return g()
for name in "gh": globals()[name] = lambda name=name: name
f(), h(), callable(globals()["f"])

x = 1
view = globals()
x = 2
view["x"], type(view) is dict, isinstance(view, dict), view is globals(), view == view, bool(view)

x, y = 1, 2
names = {k: v for k, v in globals().items() if k in ("x", "y")}
names, {k: globals()[k] for k in ("x", "y")}, dict(globals())["x"], {**globals()}["y"], (globals() | {"x": 5})["x"]

globals()["missing"]

del globals()["missing"]

def f(a, b=2, *args, c=3, **kwargs):
    d = 4
    return locals(), sorted(vars()), dir()
f(1, 5, 6, e=7)

def f(a):
    def g():
        return a, locals()
    return g()
f(1)

def f():
    names = locals()
    names["x"] = 1
    return "x" in names
f()

x = 1
locals() is globals(), vars()["x"], "x" in dir(), locals()["x"]

class A:
    def f(self): return sorted(locals())
    def g(self): return sorted(locals()), __class__.__name__
A().f(), A().g()

eval("len(x)", {"__builtins__": {}}, {"x": "abc"})

eval("len(x)", {"__builtins__": {"len": len}, "x": "abc"})

eval("1 + x", {"__builtins__": None}, {"x": 1})

names = {"__builtins__": {}}
exec("class A: pass", names)

exec("import math", {"__builtins__": {}})

names = {"__builtins__": {"len": len, "print": print}}
exec("def f(x):\n    print(x)\n    return [len(y) for y in x]", names)
names["f"](["a", "bc"])

eval("undefined")

exec("def f(): return undefined", names := {})
names["f"]()

try: eval("1 +")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: eval("x = 1")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: eval("")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("if x:\nprint(1)")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("x = 'abc")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("return 1")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("  x = 1")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("for")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("f(x) = 1")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("if 1:\n\tx\n        y")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: eval("1; 2")
except SyntaxError as e: print(type(e).__name__, e, e.args)

try: exec("a = 1\nb = = 2\n")
except SyntaxError as error: print(error.lineno, error.offset, error.text, error.filename, error.msg)

try: compile("a b", "<made>", "eval")
except SyntaxError as error: print(type(error).__name__, error)

eval(1)

exec(None)

eval("1", 1)

eval()

exec("1", {}, {}, {})

compile("1", "f")

compile("1", "f", "other")

compile("1", 1, "eval")

compile("1", "f", "exec", flags=1 << 30)

compile(1, "f", "exec")

exec("1 / 0")

exec("def f():\n    raise KeyError('x')", names := {})
try: names["f"]()
except KeyError as error: print(error)

exec("import json\nfrom math import *\nx = json.dumps([floor(2.5)])")
x

exec("class Meta:\n    x: int = 1\nm = Meta()\nm.x *= 3\nm.x += 1\nd = [1, 2]\nd[0] **= 2\nd[0:1] = [5, 6]")
m.x, d

class A: pass
a, b = A(), A()
a.x = b.x = [1]
a.x *= exec("b.x *= 2") or 3
a.x, b.x

exec("x = [i for i in range(3)]\ny = {i: j for i, j in zip(x, x)}\nz = sum(i for i in x)", {}, names := {})
names

exec("def f():\n    yield 1\n    yield from (2, 3)", names := {})
list(names["f"]())

exec("from dataclasses import dataclass\n@dataclass(order=True)\nclass P:\n    x: int\n    y: int = 2", names := {})
names["P"](1), names["P"](1) < names["P"](2)

exec("class It:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration", names := {})
list(names["It"]())

s = "exec(s)"
try: exec(s)
except RecursionError as error: print("too deep")

source = "def f(n):\n    return n and eval(f'f({n - 1})') + 1"
exec(source)
f(10)

from __future__ import annotations
exec("def f(x: undefined) -> int: pass", names := {})
names["f"].__annotations__

from __future__ import annotations
code = compile("def f():\n    def g(x: undefined = 1): return x\n    return g", "f", "exec")
exec(code)
exec("class A:\n    x: undefined", names := {})
f()(), f().__annotations__, names["A"].__annotations__

exec("def f(x: undefined): pass")

exec("from __future__ import annotations\ndef f(x: undefined): pass")
f.__annotations__

def tried(f, *args, **named):
    try: return f(*args, **named)
    except Exception as e: return type(e).__name__, str(e)
print(tried(compile, "1", "", "eval", optimize=3), tried(compile, "1", "", 1), tried(compile, "1", 1, "eval"))
print(tried(exec, "1", closure=()), tried(getattr, 1, 2), tried(hasattr, 1, 2), tried(setattr, 1, 2, 3))
g = globals()
g |= {"new": 1}
print(new, tried(g.__getitem__, "nope"), tried(g.__delitem__, "nope"), tried(g.pop, "nope"))
m = memoryview(b"a")
m.release()
print(tried(m.__enter__), tried(m.tobytes))

import functools
compile_cached = functools.lru_cache(compile)
eval(compile_cached("1", "f", "eval")), compile_cached("1", "f", "eval") is compile_cached("1", "f", "eval")
"""

test_refused = refused(REFUSED)
test_same = same(SAME)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("eval('open')", "CL102 'open' is not available here"),
        ("eval('x.__globals__')", "CL110 a program may not read '__globals__'"),
        ("exec('import gc')", "CL201 there is no module 'gc' here"),
        ("exec('__ticks__ = 1')", "CL101 the name '__ticks__' is reserved"),
        ("compile('await x', 'f', 'exec')", "'await' outside function"),
        ("eval('(' * 300 + ')' * 300)", "CL003 too many nested parentheses"),
        ("eval('+'.join('a' * 500))", "CL003"),
        ("eval('a' * 10000 + ' ' * 30000)", "CL002 source is larger than 32768 bytes"),
        ("compile('if 1: 1\\n', 'f', 'single')", "CL206"),
    ],
)
def test_what_is_refused_is_a_syntax_error_of_the_guest(source, message):
    for optimize in (True, False):
        box = cloche.Sandbox(optimize=optimize)
        assert box.run(f"try: {source}\nexcept SyntaxError as e: text = str(e)\ntext").startswith(
            message
        )


@pytest.mark.parametrize(
    "source",
    [
        "class D(dict): pass\neval('1', D())",
        "class D(dict): pass\neval('1', {}, D())",
        "eval('1', {'__builtins__': []})",
        "globals()['__builtins__'] = {}",
        "globals()['__name__'] = 1",
        "globals()[1] = 2",
        "class S(str): pass\nglobals()[S('x')] = 1",
        "globals().fromkeys('a')",
    ],
)
def test_what_cannot_be_taken_at_its_word_is_a_type_error(source):
    for box in BOXES.values():
        with pytest.raises(cloche.GuestError, match="TypeError"):
            box.run(source)


def test_how_deep_texts_evaluate_themselves():
    source = (
        "n = []\ns = 'n.append(1) or eval(s)'\ntry: eval(s)\nexcept RecursionError: pass\nlen(n)"
    )
    for box in BOXES.values():
        assert box.run(source) == 50


def test_names_that_are_not_shown_are_not_there():
    for way in ("globals()['__builtins__']", "del globals()['__builtins__']"):
        for box in BOXES.values():
            with pytest.raises(cloche.GuestError, match="KeyError: '__builtins__'"):
                box.run(way)


def test_locals_of_a_function_after_exec():
    source = "def f():\n    exec('y = 1')\n    return 'y' in locals()\nf()"
    assert BOXES[True].run(source) is (sys.version_info < (3, 13))


def test_compiling_is_paid_for_once():
    def steps(source):
        return BOXES[True].execute(source).steps

    once = steps("eval('1 + 1')")
    assert once > 2_000
    assert steps("for _ in range(100): eval('1 + 1')") < 10 * once
    assert steps("for i in range(100): eval(f'{i} + 1')") > 100 * 2_000


@pytest.mark.parametrize("code", ["eval('x', {'x': 1})", "exec('y = x', {'x': 1}, {})"])
def test_spaces_do_not_pile_up(code):
    def spaces():
        return sum(type(each) is Space for each in gc.get_objects())

    box = cloche.Sandbox(tools={"spaces": spaces})
    assert box.run(f"for _ in range(100): {code}\nspaces()") < 10


def test_a_session_sees_what_exec_binds():
    session = cloche.Sandbox().session()
    session.run("exec('x = 1\\ndef f(): return x')")
    assert session.run("x = 5; f(), globals()['x']") == (5, 5)
    assert set(session.names) == {"x", "f"}


def test_the_line_is_one_of_the_program():
    with pytest.raises(cloche.GuestError) as caught:
        BOXES[True].run("x = 1\nexec('\\n\\n\\n1 / 0')")
    assert caught.value.line == 2
    assert 'File "<string>", line 4, in <module>' in caught.value.traceback
