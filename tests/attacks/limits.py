"""Limits that are caught, outlived or postponed: what follows one calls `win`, if it ever runs."""

from .payloads import table

_ORIGIN = "smolagents, asteval: limits that guests catch"
_SPIN = "def spin(*a):\n    while True: pass\n"

#: The first line of each is its name.
_HOLD_ON = """
bare
try:
    spin()
except:
    win()
win()

base
try:
    spin()
except BaseException as e:
    probe(e)
    win(e)
win()

generator-exit
try:
    spin()
except GeneratorExit as e:
    win(e)
win()

object
try:
    spin()
except (ValueError, BaseException):
    win()
win()

dynamic
def kinds():
    return BaseException
try:
    spin()
except kinds():
    win()

alias
Any = BaseException
try:
    spin()
except Any as e:
    win(e)
win()

shadowed
ValueError = BaseException
try:
    spin()
except ValueError as e:
    win(e)

finally-return
def f():
    try:
        spin()
    finally:
        return 1
f()
win()

finally-loop
try:
    spin()
finally:
    for i in range(9):
        win()

finally-break
for i in [1]:
    try:
        spin()
    finally:
        break
win()

finally-continue
for i in [1, 2]:
    try:
        spin()
    finally:
        continue
win()

nested
try:
    try:
        spin()
    finally:
        win()
except:
    win()

group
try:
    spin()
except* BaseException as e:
    win(e)
win()

exit
class C:
    def __enter__(self): return self
    def __exit__(self, *a):
        win(a)
        return True
with C():
    spin()
win()

exit-native
class C:
    def __enter__(self): return self
    __exit__ = slice
with C():
    spin()
win()

exit-lambda
class C:
    def __enter__(self): return self
    __exit__ = lambda *a: win(a) or True
with C():
    spin()
win()

exit-format
class C:
    def __enter__(self): return self
    __exit__ = '{0}'.format
with C():
    spin()
win()

generator-close
def g():
    try:
        yield
    except BaseException:
        win()
        yield
it = g()
next(it)
try:
    spin()
except:
    it.close()
win()

generator-held
def g():
    while True:
        try:
            yield spin()
        except BaseException:
            win()
for x in g():
    win()

next-default
it = map(spin, [1])
next(it, 0)
win()

getattr-default
class A:
    @property
    def x(self): spin()
getattr(A(), 'x', 0)
win()

hasattr
class A:
    def __getattr__(self, name): spin()
hasattr(A(), 'x')
win()

key
sorted([1, 2], key=spin)
win()

eq
class A:
    def __eq__(self, o): spin()
    __hash__ = None
A() in [A()]
win()

hash
class A:
    def __hash__(self): spin()
{A(): 1}
win()

repr
class A:
    def __repr__(self): spin()
repr([A()])
win()

bool
class A:
    def __bool__(self): spin()
if A(): pass
win()

length-hint
class A:
    def __length_hint__(self): spin()
    def __iter__(self): return self
    def __next__(self): raise StopIteration
list(A())
[*A()]
sorted(A())
spin()
win()

message
class E(Exception):
    def __str__(self): spin()
raise E()

late-message
class E(Exception):
    def __str__(self):
        try:
            spin()
        except BaseException:
            win()
raise E()

enter
class C:
    def __enter__(self): spin()
    def __exit__(self, *a): return True
with C(): pass
win()

decorator
def d(f): spin()
try:
    @d
    def f(): pass
except:
    win()
win()

set-name
class D:
    def __set_name__(self, o, n): spin()
try:
    class A:
        x = D()
except BaseException as e:
    win(e)
win()

default
dict.fromkeys(iter(spin, 1))
win()

tool
def f():
    try:
        spin()
    finally:
        stash('outlived')
f()
win()
"""

PAYLOADS = table(
    "".join(
        f"\n=== limit-{each.replace(chr(10), f' | {_ORIGIN}{chr(10)}{_SPIN}', 1)}"
        for each in _HOLD_ON.strip().split("\n\n")
    )
)
