"""A program that fails prints the traceback that CPython prints, marks and suggestions included."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from textwrap import indent

import pytest

import cloche
from harness import BOXES, programs

NAME = "<guest>"
#: A frame of the standard library, which no guest sees.
LIBRARY = rf'^( *\|)? *File "(?!{NAME}|<string>).*\n((\1)?    .*\n)*'


def native(source: str, path) -> tuple[str, str]:
    """Return what *source* prints to its output, and as its traceback."""
    path.write_text(source, encoding="utf-8")
    code = compile(source, str(path), "exec", dont_inherit=True)
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            exec(code, names)
        except BaseException as caught:
            error = caught.with_traceback(caught.__traceback__.tb_next)
        else:
            raise AssertionError("it must fail")
    with contextlib.redirect_stderr(io.StringIO()) as shown:
        sys.__excepthook__(type(error), error, error.__traceback__)
    texts = [text.getvalue().replace(str(path), NAME) for text in (printed, shown)]
    return tuple(re.sub(LIBRARY, "", text, flags=re.MULTILINE) for text in texts)


def guarded(source: str, optimize: bool) -> tuple[str, str]:
    with pytest.raises(cloche.GuestError) as caught:
        BOXES[optimize].run(source)
    return caught.value.stdout, f"{caught.value.traceback}\n"


def _check(source: str, path) -> None:
    expected = native(source, path)
    for optimize in (True, False):
        assert guarded(source, optimize) == expected


PROGRAMS = programs(r'''
a, b = 1, 0
x = 1 + a / b * 2

a, b = 1, "x"
total = (a + 1) + b

print(1 + "x")

x = "a" * 2.5

x = 2 ** "k"

a = [1]
b = a % 3

x = 1 << -1

x = (1
     +
     "x")

value = 3
value += "x"

value = [1]
value *= "x"

class A: pass
a = A()
a.count = 1
a.count *= None

d = {"k": 1}
d["k"] *= None

d = {}
d["missing"] *= 2

class A: pass
a = A()
a.title += 1

def f(n):
    return g(n) + 1
def g(n):
    return 10 / n
f(0)

def f(n):
    if n == 0:
        raise ValueError("bottom")
    return f(n - 1)
f(12)

d = {"a": {"b": [1, 2]}}
x = d["a"]["b"][5]["c"]

d = {"a": 1}
key = "z"
x = d[key] + 1

d = {}
d[[1]] = 2

x = {}[[1]]

x = {[1]: 2}

x = {1, [2]}

xs = [1, 2, 3]
xs[10:"a"]

xs = [1, 2, 3]
xs[1:2] = 5

x = None
x[0] = 1

x = (1, 2)
del x[0]

d = {}
del d["k"], d["l"]

class A:
    def __init__(self):
        self.value = 1
a = A()
print(a.value)
a.valeu + 1

x = None
x.foo.bar

"abc".foo(1)

x = 5
x.real = 3

class A:
    __slots__ = ("x",)
A().y = 1

print(undefined + 1)

def f():
    print(local)
    local = 1
f()

def outer():
    def inner(): return free
    inner()
    free = 1
outer()

x = 1
del x
x

f = 3
f(1)(2)

def f(a, b): pass
f(1)

def f(a, *, b): pass
f(1,
  c=2)

len(5)

int("12a")

print(len([]), int(
    "x",
    10,
))

def f(*args): return g(*args)
def g(x): return x.missing
f(1)

print(*5)

f = dict
f(**5)

print([*1])

a, b = 1

a, b = 1, 2, 3

a, *b, c = [1]

(a, b), c = 1, 2

for i in 5: pass

for a, b in [(1, 2), (3,)]: print(a)

for a, *b in [(1, 2), ()]: print(a)

while undefined: pass

x = [i / 0 for i in range(3)]

x = {k: v.foo for k, v in {"a": 1}.items()}

x = {y + 1 for y in ["a"]}

x = sum(1 / i for i in (2, 1, 0))

x = [[j for j in 5] for i in range(2)]

def g():
    yield 1
    raise KeyError("end")
for x in g():
    print(x)

def g():
    yield from h()
def h():
    yield 1 / 0
list(g())

x = f"{1 / 0}"

name = "n"
print(f"hello {name} and {name.missing!r:>10}")

print(f"{undefined=}")

print(f"{3:d} {'x':d}")

width = "a"
print(f"{3:{width}}")

x = """
""" + f"""
{1 / 0}
"""

assert 1 == 2

assert len("abc") == 4, "no " + str(4)

assert (
    1 ==
    2
), "message"

raise ValueError

raise ValueError("a\nb")

raise (
    ValueError(
        "x"
    )
)

raise 5

raise ValueError("x") from 5

try:
    1 / 0
except ZeroDivisionError as e:
    raise ValueError("wrapped") from e

try:
    {}["k"]
except KeyError:
    undefined_name

try:
    1 / 0
except ZeroDivisionError:
    raise ValueError("hidden") from None

try:
    try:
        raise KeyError(1)
    finally:
        [].pop()
except IndexError as e:
    raise RuntimeError from e

def risky():
    try:
        return int("x")
    finally:
        print("cleanup")
risky()

e = ValueError("v")
e.add_note("first")
e.add_note("second\nlines")
raise e

raise ExceptionGroup("several", [ValueError(1), TypeError("t")])

def fail(n):
    raise ValueError(n)
found = []
for n in range(3):
    try:
        fail(n)
    except ValueError as e:
        found.append(e)
raise ExceptionGroup("all", found)

try:
    raise ExceptionGroup("inner", [KeyError("a"), ExceptionGroup("deeper", [OSError("o")])])
except* KeyError:
    1 / 0

raise ExceptionGroup("many", [ValueError(i) for i in range(17)])

try:
    raise ExceptionGroup("g", [ValueError(1)])
except ExceptionGroup as g:
    raise LookupError("after") from g

raise ExceptionGroup("o", [ExceptionGroup("i", [ValueError("v")]), ExceptionGroup("j", [KeyError("w")])])

import math
math.sqrt(-1)

import math
math.sqroot(4)

import math as m, json as j
m.floor("x")

import json
json.dumpz({})

with 5: pass

with open_it() as f:
    pass

class C:
    def __enter__(self): return self
    def __exit__(self, *args): return None
with C() as c:
    c.missing()

class C:
    def __enter__(self): raise OSError("no entry")
    def __exit__(self, *args): pass
with C():
    pass

class C:
    def __enter__(self): return self
    def __exit__(self, *args): raise KeyError("exit")
with C():
    1 / 0

def deco(f):
    return f(1)
@deco
def g(): pass

@undefined
def g(): pass

def deco(n):
    def wrap(f):
        raise TypeError("no " + f.__name__)
    return wrap
@deco(3)
def g():
    pass

class A:
    x = 1 / 0

class A(undefined, metaclass=type): pass

class A:
    def f(self): return self.g()
    def g(self): return self.h
A().f()

class A:
    @property
    def p(self): return 1 / 0
A().p

class A:
    def __add__(self, other): raise TypeError("no sums")
x = A() + A()

class A:
    def __init__(self, x): self.x = x
class B(A):
    def __init__(self):
        super().__init__()
B()

class A:
    def __repr__(self): return 5
print(repr(A()))

class Mine(Exception):
    def __str__(self): return "mine"
raise Mine()

class Bad(Exception):
    def __str__(self): 1 / 0
raise Bad()

class Point:
    __match_args__ = ("x", "y")
match Point():
    case Point(1, 2, 3): pass

match 5:
    case int() if undefined: pass

match {"a": 1}:
    case {"a": x}:
        x.foo

def f(x=1 / 0): pass

f = lambda x: x / 0
f(1)

f = lambda: (lambda: [1][2])
f()()

x = 1 if undefined else 2

x = not undefined or 1

x = 0 < "a" < 3

x = [1] < [None]

x = 5 in 7

x = "a" in "abc" and 1 in "abc"

x = -"a"

x = ~1.5

print((y := 1 / 0))

a = b = [1].foo = 2

x = y = undefined

global_list = []
def add(item):
    global_list.append(item)
    return global_list[item]
add(3)

text = "héllo" + str(5).foo + "é"

名前 = 1; 名前.属性

x = 1;  y = x / 0;  z = 3

if True: 1 / 0

if (1 and
    2 / 0):
    pass

result = (
    [1, 2, 3]
    .index(4)
)

result = max(
    [1, 2],
    key=lambda v: v.x,
)

sorted([3, 1, "a"])

print(sorted([1, 2], key=lambda v: 1 / (v - 1)))

list(map(lambda v: v / 0, [1]))

values = [1, 2, 3]
print(values[0], values[1].foo, values[2])

def f():
    x = [1, 2]
    return (x[0] +
            x[5])
f()

def process(data):
    return data["a"]["b"].upper()
process({"a": {"b": None}})

int.from_bytes(5)

"{} {}".format(1)

"%d" % "x"

"%s %s" % (1,)

"{x}".format(y=1)

"-".join([1, 2])

x = "a,b".split(5)

x = [1, 2].index(3)

{}.popitem()

next(iter([]))

import re
re.compile("(")

import json
json.loads("{bad}")

import decimal
decimal.Decimal("x")

import datetime
datetime.date(2024, 13, 1)

from dataclasses import dataclass
@dataclass
class P:
    x: int
P()

from enum import Enum
class C(Enum):
    RED = 1
C(2)

from enum import Enum
class C(Enum):
    RED = 1
C["BLUE"]

import asyncio
async def main():
    await step()
async def step():
    raise ValueError("async")
asyncio.run(main())

async def g():
    yield 1 / 0
async def main():
    async for x in g():
        print(x)
import asyncio
asyncio.run(main())

eval("1 +")

eval("1 / 0")

exec("def f():\n    return 1 / 0\nf()")

import functools
@functools.wraps(len)
def f(): return 1 / 0
f()

import functools
functools.reduce(lambda a, b: a / b, [1, 0])

def f():
    f()
f.x.y

x = 1
x()

x = [1, 2, 3]
x(0)

x = [lambda: 1 / 0, lambda: 2 / 0]; x[1]()

items = {"a": 1}
for key in items:
    items[key + "x"] = 1

import sys
from textwrap import indent
sys.exit("bye")

raise SystemExit(3)

raise GeneratorExit("g")

values = ["1", "2", "x"]
numbers = list(map(int, values))

def check(value):
    if not isinstance(value, int):
        raise TypeError(
            f"expected int, got {type(value).__name__}"
        )
    return value
check("s")

def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError(f"bad input: {text!r}") from error
def main():
    for text in ["1", "b"]:
        print(parse(text))
if __name__ == "__main__":
    main()

class A(5): pass

class A(None): x = 1

class A("text"): pass

def outer(func):
    def wrapper(argument): return funcx(argument)
    return wrapper
outer(1)(2)

points = [1]
printx(points)

def f(value):
    inner = [valeu for _ in range(2)]
f(1)
''')


@pytest.mark.parametrize("source", PROGRAMS, ids=[each[:40] for each in PROGRAMS])
def test_prints_what_cpython_prints(source, tmp_path):
    _check(source, tmp_path / "program.py")


@pytest.mark.parametrize("source", PROGRAMS[::7], ids=[each[:40] for each in PROGRAMS[::7]])
def test_a_program_can_print_its_own(source, tmp_path):
    body = indent(source, "    ")
    ending = "except BaseException: print(traceback.format_exc())"
    _check(
        f"import traceback\ntry:\n{body}{ending}\nraise SystemExit(1)\n", tmp_path / "program.py"
    )
