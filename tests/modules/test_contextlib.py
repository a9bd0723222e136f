# ruff: noqa: E501  A row of a table stays on one line.
"""`contextlib`."""

from .tables import gives, same, stopped

HEADER = """
from contextlib import contextmanager, suppress, closing, nullcontext, ExitStack, ContextDecorator, AbstractContextManager
log = []
@contextmanager
def span(name, eat=()):
    "Doc."
    log.append(f"+{name}")
    try: yield name
    except eat as error: log.append(f"{name} ate {error}")
    finally: log.append(f"-{name}")
class Door:
    def __init__(self, n, eat=False): self.n, self.eat = n, eat
    def __enter__(self): log.append(("in", self.n)); return self
    def __exit__(self, kind, error, trace): log.append(("out", self.n, kind and kind.__name__)); return self.eat
    def close(self): log.append("close")
def tried(f, *args):
    try: return f(*args)
    except Exception as e: return type(e).__name__, str(e), type(e.__context__).__name__, type(e.__cause__).__name__
"""

test_same = same(
    HEADER,
    """
    with span("a") as x, span("b"): log.append(x)
    log, span.__name__, span.__doc__, span.__qualname__, span.__wrapped__.__name__, span("a").__doc__

    with span("a", ValueError): raise ValueError("v")
    log

    with span("a", KeyError): raise ValueError("v")

    @contextmanager
    def none():
        if 0: yield
    with none(): pass

    @contextmanager
    def twice():
        yield 1
        yield 2
    with twice(): pass

    @contextmanager
    def twice():
        try: yield 1
        except ValueError: yield 2
    with twice(): raise ValueError

    @contextmanager
    def other():
        try: yield
        except ValueError as e: raise KeyError("k") from e
    def f():
        with other(): raise ValueError("v")
    tried(f)

    @contextmanager
    def plain(): yield
    def f(e):
        with plain(): raise e
    tried(f, StopIteration("s")), tried(f, RuntimeError("r")), tried(f, ZeroDivisionError())

    @contextmanager
    def f(): return 3
    with f(): pass

    @span("deco")
    def g(x, y=1):
        "G."
        return x + y
    g(1), g(2, y=3), log, g.__name__, g.__doc__

    c = span("a")
    with c: pass
    with c: pass

    class C:
        @contextmanager
        def m(self, n):
            yield n * 2
    with C().m(4) as v: pass
    v

    c = span("x")
    c.__enter__(), c.__exit__(None, None, None), log

    c = span("x", ValueError)
    c.__enter__(), c.__exit__(ValueError, None, None), log

    with suppress(ValueError, KeyError): raise KeyError
    with suppress(): pass
    with suppress((ValueError, (TypeError,))): int([])
    with suppress(GeneratorExit): raise GeneratorExit
    with suppress(BaseException): raise GeneratorExit
    1

    with suppress(ValueError): raise KeyError("k")

    with suppress(3): raise KeyError("k")

    def f():
        with suppress(ValueError): raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [KeyError(2), ValueError(3)])])
    tried(f)

    with suppress(ValueError): raise ExceptionGroup("g", [ValueError(1), ValueError(2)])
    1

    with closing(Door(1)) as d: log.append(d.n)
    log, closing(3).thing

    with closing(3): pass

    closing(3).__exit__()

    closing(Door(2)).__exit__(), log

    def g():
        try: yield 1
        finally: log.append("end")
    with closing(g()) as it: next(it)
    log

    with nullcontext(5) as n: pass
    with nullcontext() as m: pass
    n, m, nullcontext(7).enter_result

    with ExitStack() as s:
        a = s.enter_context(span("a")); s.callback(log.append, "cb"); s.push(Door(1)); s.enter_context(Door(2))
    log, a

    def f():
        with ExitStack() as s:
            s.enter_context(Door(1, True)); s.enter_context(Door(2)); 1 / 0
        return "eaten"
    f(), log

    def f():
        with ExitStack() as s:
            s.enter_context(Door(1)); s.callback(lambda: [][0]); s.callback(int, "x"); 1 / 0
    tried(f), log

    def f():
        with ExitStack() as s:
            s.push(lambda *a: log.append(a[0] and a[0].__name__) or True)
            s.callback(int, "x")
    f(), log

    s = ExitStack()
    s.callback(log.append, 1); t = s.pop_all(); s.close(); n = len(log); t.close()
    n, log

    with ExitStack() as s: s.enter_context(3)

    with ExitStack() as s: s.push(3)

    with ExitStack() as s:
        @s.callback
        def done(): log.append("done")
        @s.push
        def leave(*details): log.append(details)
    log

    class Mine(ExitStack):
        def __init__(self, n): self.n = n; super().__init__()
    with Mine(3) as m: m.callback(log.append, m.n)
    log

    class Timer(ContextDecorator):
        def __enter__(self): log.append("on"); return self
        def __exit__(self, *a): log.append("off")
    @Timer()
    def f(x): return x
    f(3), f(4), log, f.__name__

    class M(AbstractContextManager):
        def __exit__(self, *a): return True
    with M() as m: 1 / 0
    isinstance(m, AbstractContextManager), isinstance(Door(1), AbstractContextManager), isinstance(span("a"), AbstractContextManager), isinstance(3, AbstractContextManager), m.__enter__() is m

    class M(AbstractContextManager): pass
    M()

    class M(AbstractContextManager):
        def __exit__(self, *a): return super().__exit__(*a)
    with M(): 1 / 0

    from contextlib import *
    1
    """.replace("    from contextlib import *\n    1\n", ""),
)

test_refused = gives(
    HEADER,
    {
        "getattr(span, '__closure__')": "AttributeError",
        "span('a').gen": "AttributeError",
        "getattr(span('a'), '_GeneratorContextManager__generator').gi_frame": "AttributeError",
        "type(span('a'))(len, (), {})": "TypeError",
        "class C(type(span('a'))): pass": "TypeError",
        "setattr(suppress, 'x', 1)": "TypeError",
        "suppress(ValueError).x = 1": "AttributeError",
        "ExitStack.push = 1": "TypeError",
        "getattr(ExitStack(), '__callbacks__')": "AttributeError",
        "AbstractContextManager.register": "AttributeError",
        "import contextlib\ncontextlib.chdir": "AttributeError: module 'contextlib' has no attribute 'chdir' here",
        "import contextlib\ncontextlib.sys": "AttributeError",
        "x = 1\nfor i in range(100000): x = nullcontext(x)\nx = None\n1": "1",
        "x = 1\nfor i in range(100000): x = closing(x)\nx = None\n1": "1",
        "x = 1\nfor i in range(100000):\n    s = ExitStack(); s.callback(len, x); s.push(x) if i else 0; x = s\nx = s = None\n1": "1",
        "a, b = ValueError(), ValueError()\na.__context__, b.__context__ = b, a\ndef fail(): raise a\nwith ExitStack() as s:\n    s.callback(fail)\n    1 / 0": "ValueError",
        "with ExitStack() as s:\n    s.push(print)\n    s.push(log.append)\n1": "TypeError",
    },
)  # fmt: skip

#: However a program means to hold on, a stopped run ends.
test_stopped = stopped(
    HEADER,
    """
    while True:
        with suppress(BaseException):
            while True: pass

    while True:
        with suppress(GeneratorExit):
            while True: pass

    while True:
        with ExitStack() as s:
            s.push(lambda *a: True)
            while True: pass

    while True:
        with ExitStack() as s:
            s.enter_context(suppress(BaseException))
            while True: pass

    while True:
        with ExitStack() as s:
            for i in range(1000): s.enter_context(Door(i, True))
            while True: pass

    @contextmanager
    def hold():
        while True:
            try: yield
            except BaseException: pass
            finally: pass
    while True:
        with hold():
            while True: pass

    class Fake:
        def __init__(self): self.throw = log.append
        def __next__(self): return 1
    hold = contextmanager(Fake)
    while True:
        with hold():
            while True: pass

    class C(ContextDecorator):
        def __enter__(self): pass
        def __exit__(self, *a): return True
    @C()
    def f():
        while True: pass
    while True: f()

    s = ExitStack()
    def again(): s.callback(again)
    s.callback(again)
    s.close()

    t = ()
    for i in range(40): t = (t, t)
    with suppress(t): raise ValueError

    e = ValueError()
    for i in range(40): e = ExceptionGroup("g", [e, e])
    with suppress(KeyError): raise e
    while True: pass
    """,
)
