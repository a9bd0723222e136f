"""Exceptions: what they carry, what they do to the host, and code that runs after the end."""

from .payloads import table

PAYLOADS = table(
    """
=== keyboard-interrupt | the host takes it for Ctrl-C
raise KeyboardInterrupt
=== keyboard-interrupt-derived | a class of the guest's
class Q(KeyboardInterrupt): pass
raise Q("x")
=== system-exit | the host takes it for exit()
raise SystemExit(3)
=== generator-exit | the kind of exception that ends a run
raise GeneratorExit
=== stop-by-name | the exception that ends a run, found by its class
for kind in GeneratorExit.__mro__:
    probe(getattr(kind, "__subclasses__", None))
=== group-of-base | BaseExceptionGroup of what must not get out
raise BaseExceptionGroup("x", [KeyboardInterrupt(), SystemExit()])
=== getattr-of-an-error | guest code runs when the host formats the error
class E(Exception):
    def __getattr__(self, name): raise SystemExit(name)
raise E()
=== str-of-an-error | the same by __str__
class E(Exception):
    def __str__(self): raise KeyboardInterrupt
raise E()
=== repr-of-an-argument | the same by an argument
class A:
    def __repr__(self): raise SystemExit(1)
raise KeyError(A())
=== module-of-an-error | the same by the module of its class
class M:
    def __eq__(self, other): raise SystemExit(2)
class E(Exception): pass
E.__module__ = M()
raise E()
=== name-of-an-error | the same by the name of its class
class S(str):
    def __hash__(self): raise SystemExit(3)
    def __eq__(self, other): raise SystemExit(4)
class E(Exception): pass
E.__name__ = S("E")
raise E()
=== notes-of-an-error | the same by its notes
class S(str):
    def __str__(self): raise SystemExit(5)
    def split(self, *a): raise SystemExit(6)
e = ValueError("x")
e.add_note(S("note"))
raise e
=== nameerror-name | a suggestion compares names
class S(str):
    def __eq__(self, other): raise SystemExit(7)
    def __hash__(self): return 1
raise NameError("x", name=S("prin"))
=== syntaxerror-parts | SyntaxError prints its text
e = SyntaxError("x", ("/etc/passwd", 1, 1, "text", 1, 2))
e.filename = "/etc/passwd"
e.print_file_and_line = True
raise e
=== unicodeerror-parts | positions outside the object read memory
e = UnicodeEncodeError("ascii", "x", 0, 1, "no")
e.start, e.end, e.object = 10**6, 10**6 + 9, "x"
str(e)
=== unicodedecodeerror-object | a str where bytes are expected
e = UnicodeDecodeError("ascii", b"x", 0, 1, "no")
e.__init__("ascii", b"", 0, 9, "no")
raise e
=== error-of-a-class-named-like-a-limit | a guest's error poses as the sandbox's
class LimitExceeded(BaseException): pass
raise LimitExceeded("x")
=== late-generator | a finally suite that runs when the collector likes
def g():
    try:
        yield
    finally:
        stash("late")
it = g()
next(it)
cycle = [it]
cycle.append(cycle)
=== late-generator-except | except GeneratorExit
def g():
    try:
        yield
    except GeneratorExit:
        stash("late")
        print("late")
        raise
keep = g()
next(keep)
=== late-with | __exit__ of a generator that is collected
class C:
    def __enter__(self): return self
    def __exit__(self, *a): stash("late")
def g():
    with C(): yield
keep = [g()]
next(keep[0])
keep.append(keep)
=== late-with-native | an __exit__ without a step of its own
class C:
    def __enter__(self): return self
    __exit__ = print
def g():
    with C(): yield
keep = [g()]
next(keep[0])
keep.append(keep)
=== late-native-callable | __exit__ that is a tool
class C:
    def __enter__(self): return self
    __exit__ = stash
def g():
    with C(): yield
keep = [g()]
next(keep[0])
keep.append(keep)
=== late-iterator | iterators that are drained when they are collected
keep = [map(stash, iter([1, 2, 3]))]
keep.append(keep)
=== late-default-dict | nothing is computed for the host
from collections import defaultdict
d = defaultdict(lambda: stash("late"))
d[1]
d
=== late-by-result | a generator comes out as the result
def g():
    try:
        yield 1
    finally:
        stash("late")
it = g()
next(it)
it
"""
)
