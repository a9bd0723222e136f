"""`try`, `except`, `else`, `finally`, `except*`, `raise … from`."""

from __future__ import annotations

import pytest

from harness import BOXES, refused, rewritten, same

REWRITTEN = '''
try: f()
except ValueError: pass
=>
try: f()
except ValueError: pass

try: f()
except (KeyError, IndexError) as e: g(e)
else: h()
finally: i()
=>
try: f()
except (KeyError, IndexError) as e: g(e)
else: h()
finally: __tick__(__ticks__); i()

try: f()
except: g()
=>
try: f()
except: __tick__(__ticks__); g()

try: f()
except Exception: g()
=>
try: f()
except Exception: g()

try: f()
except BaseException: g()
=>
try: f()
except BaseException: __tick__(__ticks__); g()

try: f()
except MyError: g()
=>
try: f()
except __tick__(__ticks__) and (MyError): g()

try: f()
except (ValueError, x.Y): g()
=>
try: f()
except __tick__(__ticks__) and ((ValueError, x.Y)): g()

try: f()
except (*errors, ValueError): g()
=>
try: f()
except __tick__(__ticks__) and ((*__drain__(errors), ValueError)): g()

try:
    f()
except GeneratorExit as e:
    """why"""
    pass
    g(e)
=>
try:
    f()
except GeneratorExit as e:
    """why"""
    pass
    __tick__(__ticks__); g(e)

try: f()
finally:
    # comment
    for x in xs: pass
=>
try: f()
finally:
    # comment
    for x in __compress__(__tick__(__ticks__) and (xs), __ticks__): pass

try: f()
finally:
    try: g()
    finally: h()
=>
try: f()
finally:
    try: __tick__(__ticks__); g()
    finally: __tick__(__ticks__); h()

try: f()
except GeneratorExit:
    try: pass
    finally: h()
=>
try: f()
except GeneratorExit:
    try: pass
    finally: __tick__(__ticks__); h()

try: f()
except GeneratorExit:
    if x: raise
    raise Y from None
=>
try: f()
except GeneratorExit:
    if __tick__(__ticks__) and (x): raise
    raise Y from None

try: f()
except* ValueError: g()
=>
try: f()
except* __caught__(ValueError): g()

try: f()
except* E as e: g()
=>
try: f()
except* __caught__(__tick__(__ticks__) and (E)) as e: g()

ValueError = E
try: f()
except ValueError: g()
=>
ValueError = E
try: f()
except __tick__(__ticks__) and (ValueError): g()

raise x.join(y) from a * b
=>
raise __attr__.join(x)(y) from (a * b if __type__(a) is __floating__ else __times__(a, b))

try: f()
except(ValueError):g()
=>
try: f()
except(ValueError):g()

try: f()
except(E):pass
except[E][0]as e:"why"
=>
try: f()
except __tick__(__ticks__) and ((E)):pass
except __tick__(__ticks__) and ([E][0])as e:"why"
'''

EVERY_GUARD = """
try: f()
except ValueError: g()
finally: h()
=>
try: f()
except ValueError: __tick__(__ticks__); g()
finally: __tick__(__ticks__); h()
"""

REFUSED = [
    ("CL101", "try: f()\nexcept E as __e__: pass"),
    ("CL102", "try: f()\nexcept quit: pass"),
    ("CL110", "try: f()\nexcept E as e: e.__traceback__ = t"),
    ("CL101", "raise __x__"),
]

SAME = r'''
def f(x):
    try:
        print("try")
        if x == 1: raise ValueError("v")
        if x == 2: return "returned"
        if x == 3: [][0]
    except ValueError as e:
        print("except", e)
        return "v"
    except (KeyError, IndexError):
        print("index")
    else:
        print("else")
    finally:
        print("finally")
    return "end"
f(0), f(1), f(2), f(3)

try:
    int("x")
except ValueError as e:
    print(e, type(e).__name__, e.args)
e

try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise RuntimeError("second") from e
except RuntimeError as e:
    print(repr(e), repr(e.__cause__), e.__suppress_context__)

try:
    try:
        {}["a"]
    finally:
        [][1]
except IndexError as e:
    print(repr(e.__context__))

raise ValueError

raise ValueError("a", 1)

raise KeyError("k")

raise 5

raise ValueError from 5

raise

class Mine(Exception):
    """Mine."""
    def __str__(self): return f"mine {self.args}"
try:
    raise Mine(1, 2)
except Mine as e:
    print(e)
raise Mine("x")

try:
    raise ExceptionGroup("g", [ValueError(1), KeyError("k"), ValueError(2)])
except* ValueError as e:
    print("values", [x.args for x in e.exceptions])
except* KeyError as e:
    print("keys", len(e.exceptions))

try:
    raise ExceptionGroup("g", [ValueError(1), OSError("x")])
except* ValueError:
    print("v")

for i in range(3):
    try:
        if i == 1: continue
        if i == 2: break
        print(i)
    finally:
        print("f", i)

def f():
    for i in range(3):
        try:
            return i
        finally:
            continue
    return "end"
f()

try:
    x = 1
except:
    pass
else:
    x = 2
finally:
    x += 1
x

try:
    raise ValueError("a")
except (TypeError, ValueError) as e:
    raise

errors = (KeyError, ValueError)
try: int("x")
except errors: print("tuple")

def which(): print("asked"); return ValueError
try: int("x")
except which(): print("ok")

try: 1 / 0
except 5: pass

try:
    raise StopIteration(5)
except StopIteration as s:
    print(s.value)

try: assert False, "no"
except AssertionError as e: print(e)

def f():
    try: raise ValueError(1)
    except ValueError as e:
        def g(): return e
    return g
f()()

e = ValueError("x")
e.add_note("note")
e.extra = 5
(e.__notes__, e.extra, repr(e), str(e), e.args)

try:
    try: raise ValueError("inner")
    except ValueError: raise TypeError("outer")
except TypeError as e:
    print(repr(e.__context__), e.__cause__)

try: None.x
except AttributeError as e: print(e, e.name)

try: undefined
except NameError as e: print(e, e.name)

try: 1 / 0
except ZeroDivisionError as e:
    t = e.__traceback__
    print(t == e.__traceback__, {t: 1}[e.__traceback__], t == None)

def f(): return f()
try: f()
except RecursionError as e: print(type(e).__name__)

[1, 2].index(5)

[].pop()

{}.popitem()

"a".index("b")

next(iter(()))

int([])

"abc".encode("nope")

b"\xff".decode()

chr(-1)

[1, 2, 3].remove(9)
'''

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)


#: What `raise g` raises, of which the program says how it is taken apart.
OWN_SPLIT = {
    "split": "class G(ExceptionGroup):\n    def split(self, kind): return b'A' * 99\ng = G('g', many)",
    "derive": "class G(ExceptionGroup):\n    def derive(self, many): return self\ng = G('g', many)",
    "a class beside": "class A:\n    def split(self, kind): return 5\n"
    "class G(A, ExceptionGroup): pass\ng = G('g', many)",
    "stored": "class G(ExceptionGroup): pass\nG.split = lambda self, kind: (1, 2)\ng = G('g', many)",
    "stored in it": "class G(ExceptionGroup): pass\ng = G('g', many)\ng.split = lambda kind: (1, 2)",
    "stored in a builtin": "g = ExceptionGroup('g', many)\ng.derive = lambda many: g",
    "in a handler": "g = ExceptionGroup('g', many)",
}


@pytest.mark.parametrize("source", OWN_SPLIT.values(), ids=OWN_SPLIT)
def test_nobody_but_cpython_takes_a_group_apart(source: str) -> None:
    """It would take two pointers from whatever `split` gives."""
    text = f"""
many = [ValueError(1), KeyError(2)]
{source}
def late(): g.split = lambda kind: [1, 2]
said = None
try:
    try:
        raise g
    except* OSError: pass
    except* (late(), ValueError)[1]: pass
    except* KeyError: pass
except TypeError as error:
    said = str(error)
said
"""
    for box in BOXES.values():
        assert "its own split or derive" in box.run(text)


def test_groups_within_a_group_may_derive() -> None:
    text = """
class G(ExceptionGroup):
    def derive(self, many): return G("derived", many)
found = []
try:
    raise ExceptionGroup("all", [G("g", [ValueError(1), KeyError(2)])])
except* ValueError as e:
    found.append(repr(e))
except* KeyError as e:
    found.append(repr(e))
found
"""
    for box in BOXES.values():
        assert box.run(text) == [
            f"ExceptionGroup('all', [G('derived', [{each}])])"
            for each in ("ValueError(1)", "KeyError(2)")
        ]
