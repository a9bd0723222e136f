"""Classes that return anything, and methods that change what C is in the middle of.

For each type of C's that a guest may derive from: classes whose `__new__`, or whose metaclass's
`__call__`, returns something else once a switch is thrown, and classes with one special method
each that changes the object first and answers anything. Whatever can be called on their instances
is called, in a child: `python -m fuzz.impostors` goes through all of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Final

#: Type, what imports it, and arguments of its constructor. Not OrderedDict, in which a key may
#: still remove what C holds (README, "Known gaps").
KINDS: Final = {
    "int": ("", "5"),
    "float": ("", "2.5"),
    "complex": ("", "1j"),
    "str": ("", "'ab cd'"),
    "bytes": ("", "b'ab cd'"),
    "bytearray": ("", "b'ab cd'"),
    "list": ("", "[Odd(), 1, Odd(), 2]"),
    "tuple": ("", "[Odd(), 1, Odd()]"),
    "dict": ("", "{Odd(): Odd(), 1: 2, 'a': Odd()}"),
    "set": ("", "[Odd(), 1, Odd()]"),
    "frozenset": ("", "[Odd(), 1, Odd()]"),
    "property": ("", "lambda self: 1"),
    "enumerate": ("", "(n for n in [1, 2, 3])"),
    "BaseException": ("", "'a', 1"),
    "OSError": ("", "1, 'a'"),
    "StopIteration": ("", "5"),
    "SystemExit": ("", "5"),
    "ImportError": ("", "'a'"),
    "NameError": ("", "'a'"),
    "AttributeError": ("", "'a'"),
    "SyntaxError": ("", "'a', ('f', 1, 2, 'x')"),
    "BaseExceptionGroup": ("", "'a', [ValueError(1), TypeError(2)]"),
    "ExceptionGroup": ("", "'a', [ValueError(1), ExceptionGroup('b', [TypeError(2)])]"),
    "datetime.date": ("import datetime", "2020, 1, 2"),
    "datetime.time": ("import datetime", "1, 2, 3, 4, Zone()"),
    "datetime.datetime": ("import datetime", "2020, 1, 2, 3, 4, 5, 6, Zone()"),
    "datetime.timedelta": ("import datetime", "3, 4, 5"),
    "datetime.tzinfo": ("import datetime", ""),
    "collections.deque": ("import collections", "[Odd(), 1, Odd(), 2]"),
    "collections.defaultdict": ("import collections", "Odd, {Odd(): Odd(), 1: 2}"),
    "functools.partial": ("import functools", "max, 1, 2"),
    "types.SimpleNamespace": ("import types", ""),
    "struct.Struct": ("import struct", "'ii'"),
    "io.BytesIO": ("import io", "b'ab\\ncd\\n'"),
    "io.StringIO": ("import io", "'ab\\ncd\\n'"),
    "array.array": ("import array", "'i', [1, 2, 3]"),
}

_PROGRAM: Final = r"""
import copy, operator, datetime, itertools
{imports}
Base = {kind}
switch, count, target = [], [0], [None]

def answer():
    count[0] += 1
    return ANSWERS[count[0] % len(ANSWERS)]

def change():
    # What C is in the middle of becomes shorter, and memory is used again.
    x = target[0]
    for do in (lambda: x.clear(), lambda: x.__init__(), lambda: x.__dict__.clear(),
               lambda: x.truncate(0), lambda: x.pop()):
        try:
            do()
        except Exception:
            pass
    return [[n] * 8 for n in range(4)]

class Odd:
    def __eq__(self, other):
        if switch: change()
        return False
    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    def __hash__(self):
        if switch: change()
        return 1
    def __index__(self):
        change()
        return 1
    def __int__(self): return self.__index__()
    def __float__(self): return float(self.__index__())
    def __len__(self): return self.__index__()
    def __repr__(self):
        if switch: change()
        return "Odd()"
    def __iter__(self):
        change()
        yield from [1, 2, 3]
        change()
        yield 4
    def __call__(self, *args, **named):
        change()
        return answer()
    def __add__(self, other):
        change()
        return answer()
    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __add__
class Zone(datetime.tzinfo):
    def utcoffset(self, moment): return self.said(moment)
    def dst(self, moment): return self.said(moment)
    def tzname(self, moment): return "z" * 30
    def said(self, moment):
        if switch: change()
        count[0] += 1
        return (datetime.timedelta(hours=1), None, 5)[count[0] % 3 if len(switch) > 1 else 0]
ANSWERS = [b"\x01" * 400, 7, None, "a" * 400, (1, 2, 3), [1], Odd, object(), 2.5, {{}}, ("", 1),
           datetime.datetime.min, ([], []), True, -1, 2**70, (None, None), Odd()]

def new(cls, *args, **named):
    if switch:
        change()
        return answer()
    return Base.__new__(cls, *args, **named)
class Meta(type):
    def __call__(cls, *args, **named):
        if switch:
            change()
            return answer()
        return type.__call__(cls, *args, **named)
class Enough(IndexError, StopIteration): pass
calls = [0]
def hook(self, *args, **named):
    if switch:
        calls[0] += 1
        if calls[0] > 20: raise Enough  # what goes on until there is an end
        change()
        return answer()
    return NotImplemented
HOOKS = ["__iter__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__",
    "__hash__", "__eq__", "__lt__", "__index__", "__int__", "__float__", "__complex__", "__bool__",
    "__bytes__", "__str__", "__repr__", "__format__", "__add__", "__radd__", "__sub__", "__and__",
    "__or__", "__ror__", "__mul__", "__call__", "__missing__", "__next__", "__length_hint__",
    "__reversed__", "__getattr__", "__setattr__", "__get__", "__round__", "__copy__",
    "__reduce_ex__", "__reduce__", "__getstate__", "__replace__", "__instancecheck__"]
NAMES = ["keys", "items", "values", "get", "update", "derive", "write", "read", "readline",
    "utcoffset", "fromutc", "dst", "replace", "timetuple", "toordinal", "year", "fget", "getvalue",
    "tzname", "copy", "pop", "default_factory", "maxlen", "as_integer_ratio"]

def classes():
    yield lambda: type("New", (Base,), {{"__new__": new}})
    yield lambda: Meta("Called", (Base,), {{}})
    for name in (HOOKS + NAMES)[{first}::{every}]:
        yield lambda: type("Hook", (Base,), {{name: hook}})

OTHERS = [lambda: 1, lambda: "ab", lambda: b"ab", lambda: Odd(), lambda: [Odd(), 1],
          lambda: {{Odd(): 1}}, lambda: {{Odd()}}, lambda: datetime.timedelta(hours=1), Zone,
          lambda: datetime.timezone.utc, lambda: ValueError, lambda: slice(None, None, 2),
          lambda: target[0], lambda: made()]
BINARY = [operator.add, operator.sub, operator.mul, operator.mod, operator.and_, operator.or_,
          operator.xor, operator.eq, operator.lt, operator.getitem, operator.contains,
          operator.iadd, operator.ior, operator.isub, operator.floordiv, operator.truediv, divmod,
          operator.concat, operator.delitem, format, isinstance]
UNARY = [copy.copy, copy.deepcopy, repr, str, hash, len, bool, iter, list, reversed, bytes, float,
         int, complex, operator.index, operator.neg, operator.pos, operator.invert, abs, sum,
         sorted, set, tuple, dict, lambda x: [*x], lambda x: {{**x}}, lambda x: x == made(),
         lambda x: f"{{x}}{{x!r}}", lambda x: list(itertools.chain(x, x)), lambda x: next(x),
         lambda x: "".join(x), lambda x: b"".join(x), lambda x: raised(x), lambda x: grouped(x),
         lambda x: copy.replace(x), lambda x: copy.replace(x, a=1), lambda x: x.__set_name__]
def raised(x):
    try:
        raise x
    except* ValueError:
        pass
def grouped(x):
    try:
        raise ExceptionGroup("a", [x, KeyError()])
    except* KeyError:
        pass
def made(): return cls({args})
def attempt(do):
    try:
        switch.clear()
        calls[0] = 0
        target[0] = x = made()
        switch.append(1)
        found = do(x)
        # What was made is looked at: it may be no object.
        if type(found).__name__ == "generator" or hasattr(found, "__next__"): found = next(found)
        repr(found)
    except BaseException:
        pass
    finally:
        switch.clear()

for make in classes():
    try:
        cls = make()
        made()
    except Exception:
        continue
    for do in UNARY: attempt(do)
    for do in BINARY:
        for other in OTHERS:
            attempt(lambda x: do(x, other()))
            attempt(lambda x: do(other(), x))
    for name in dir(cls):
        if name.startswith("__"): continue
        attempt(lambda x: getattr(x, name))
        attempt(lambda x: getattr(x, name)())
        attempt(lambda x: getattr(cls, name)())
        for one in OTHERS:
            attempt(lambda x: getattr(x, name)(one()))
            attempt(lambda x: getattr(cls, name)(one()))
            attempt(lambda x: getattr(Base, name)(x, one()))
            attempt(lambda x: getattr(cls, name)(x, one(), one()))
            attempt(lambda x: getattr(x, name)(one(), Odd()))
            attempt(lambda x: getattr(x, name)(Odd(), one()))
            attempt(lambda x: setattr(x, name, one()))
count[0]
"""

_CHILD: Final = """
import json, resource, sys
import cloche
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
limits = cloche.Limits(steps=100_000_000, seconds=20.0)
for name, source, optimize in json.load(sys.stdin):
    print(name, flush=True)
    try:
        found = cloche.Sandbox(limits=limits, optimize=optimize).run(source)
    except cloche.LimitExceeded as error:
        found = error
    print("done", name, found, flush=True)
"""

#: Parts that the special methods of a type are gone through in.
PARTS: Final = 8


def program(kind: str, part: int = 0, parts: int = PARTS) -> str:
    """Return the program for *kind* with one of *parts* of the special methods."""
    imports, args = KINDS[kind]
    return _PROGRAM.format(kind=kind, imports=imports, args=args, first=part, every=parts)


def run(programs: Iterable[tuple[str, str, bool]]) -> tuple[int, str]:
    """Run named *programs* in a child; return how it ended, and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps(list(programs)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def main() -> None:
    """Go through everything there is, and print what came of it."""
    for kind in sys.argv[1:] or KINDS:
        for part in range(PARTS):
            ending, said = run([(kind, program(kind, part), part % 2 == 0)])
            last = said.strip().rpartition("\n")[2]
            print(f"{kind} {part}: {ending} {last[-200:]}", flush=True)


if __name__ == "__main__":
    main()
