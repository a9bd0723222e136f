"""Methods of shared classes with an object of the guest's in the place of `self`."""

from __future__ import annotations

from cloche.runtime import standins
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES

from .payloads import Payload, table

preload(MODULE_NAMES)
#: Slots no guest can name, of every class of the runtime's.
SLOTS = sorted({
    name for kind in standins._TRUSTED for name in standins.hidden_slots(kind)
})  # fmt: skip
#: Where classes are found, or what has one that no name leads to.
_ROOTS = [f"import {name} as found\nroots.append(found)" for name in sorted(MODULE_NAMES)]

#: Whoever takes such an attribute of `self` at its word asks it for something, sooner or later.
_ANSWERING = f"""
asked = set()
def look(*args, **named):
    asked.add(f"{{kind.__name__}}.{{name}}")
    return inside
class Inside:
    def __getattr__(self, name): return look()
    __call__ = __iter__ = __len__ = __bool__ = __getitem__ = __setitem__ = __contains__ = look
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __index__ = __enter__ = look
    __next__ = lambda self: look()
    def __hash__(self): return look()
inside = Inside()
class Fake: pass
fake = Fake()
for slot in {SLOTS!r}:
    fake.__dict__[slot] = inside
"""
_EVERY = """
import asyncio
roots = []
%s
kinds = {type(x) for x in [*roots, till, iter([]), (i for i in ())]}
for root in roots:
    for name in dir(root):
        found = getattr(root, name, None)
        if isinstance(found, type): kinds.add(found)
        else: kinds.add(type(found))
for text in ("csv.reader([])", "csv.writer(io.StringIO())", "hashlib.md5()", "heapq.merge([1])",
             "zlib.compressobj()", "zlib.decompressobj()", "re.match('a', 'a')", "re.compile('a')",
             "decimal.localcontext()", "decimal.getcontext().flags", "operator.itemgetter(1)",
             "pathlib.PurePath('a').parents", "itertools.tee([])[0]", "asyncio.new_event_loop()",
             "asyncio.new_event_loop().call_soon(print)", "functools.cmp_to_key(max)(1)",
             "asyncio.as_completed([])", "contextlib.redirect_stdout(None)", "range(2**70)",
             "functools.partialmethod(max)", "contextlib.contextmanager(max)", "typing.List[int]"):
    try: kinds.add(type(eval(text, {each.__name__: each for each in roots})))
    except (RuntimeError, TypeError): pass
for kind in kinds:
    for name in dir(kind):
        # What prints, leaves or waits does so with anything.
        if name in ("__class__", "__init__", "__new__", "__init_subclass__", "__class_getitem__"):
            continue
        method = getattr(kind, name, None)
        if type(method) is property: method = getattr(method, "__get__", None)
        if not callable(method): continue
        for args in ((), (1,), ("a", "b"), (None, 1, 2)):
            try:
                made = method(fake, *args)
                if asyncio.iscoroutine(made): made.send(None)
                elif type(made) is type(i for i in ()): next(made)
            except Exception: pass
"""
PAYLOADS = [
    Payload(
        "slots-of-the-guest", "attributes named as slots, which no name can reach",
        _ANSWERING + _EVERY % "\n".join(_ROOTS) + "\nwin(sorted(asked)) if asked else None",
    ),
    *table(
        """
=== loop-of-the-guest | a loop whose queue is a guest's: turned without a step
import asyncio
future = asyncio.new_event_loop().create_future()
class Ready:
    __len__ = [].__len__
    __bool__ = True.__bool__
class Fake: pass
loop, run = Fake(), Fake()
run.state, run.ticks = {}, iter([])
for name, value in (("closed", False), ("run", run), ("timers", []), ("ready", Ready())):
    loop.__dict__[f"__{name}__"] = value
try: asyncio.AbstractEventLoop
except AttributeError: kind = type(asyncio.new_event_loop())
try: kind.run_until_complete(loop, future)
except TypeError: pass
=== loop-hands-out | a loop writes to the state of its run
import asyncio
future = asyncio.new_event_loop().create_future()
class State(dict):
    def __setitem__(self, key, value): probe(value); win(value)
class Fake: pass
loop, run = Fake(), Fake()
run.state, run.ticks = State(), iter([])
for name, value in (("closed", False), ("run", run), ("timers", []), ("ready", [])):
    loop.__dict__[f"__{name}__"] = value
try: type(asyncio.new_event_loop()).run_until_complete(loop, future)
except TypeError: pass
=== condition-of-the-guest | acquires for ever, in C
import asyncio, functools
async def main():
    done = asyncio.get_running_loop().create_future()
    done.cancel()
    class Fake: pass
    fake = Fake()
    fake.locked = True.__bool__
    fake.release = [].clear
    fake.acquire = functools.partial([done].__getitem__, 0)
    fake.__dict__["__waiters__"] = []
    waiting = asyncio.create_task(asyncio.Condition.wait(fake))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
asyncio.run(main())
"""
    ),
]  # fmt: skip
