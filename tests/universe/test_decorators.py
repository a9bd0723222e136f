# ruff: noqa: E501  A row of the program stays on one line.
"""No hook of a class is handed anything foreign while a decorator of the library works on it."""

from typing import Any

import pytest

import cloche
from cloche.program import execute_in
from sampling import share

from .judge import Judge

#: Metaclasses, attributes, flags and defaults look at what they are given, and around in the class.
PROGRAM = """
import abc, collections, dataclasses, enum, functools, typing
made = []
NAMES = ("__init__", "__eq__", "__repr__", "__hash__", "__lt__", "__gt__", "__setattr__", "__delattr__",
         "__replace__", "__new__", "__format__", "__dataclass_fields__", "__dataclass_params__",
         "__match_args__", "__getstate__", "__setstate__", "__post_init__", "x", "y", "z")
seen = set()
done = 0
looking = []
def note(cls, name, each):
    if (id(cls), name, id(each)) not in seen:
        seen.add((id(cls), name, id(each)))
        probe(each)
def look(*things):
    for each in things: probe(each)
    if looking: return
    looking.append(1)
    try:
        for cls in made[-2:]:
            for name, each in vars(cls).items(): note(cls, name, each)
            for name in NAMES:
                try: each = getattr(cls, name)
                except Exception: continue
                note(cls, name, each)
    finally:
        looking.clear()
def hook(result=None):
    def called(self, *args, **named):
        look(*args, *named.values())
        return result
    return called
class Told:
    __bool__, __hash__, __eq__, __lt__ = hook(True), hook(1), hook(False), hook(False)
    __set__, __delete__, __call__, __len__ = hook(), hook(), hook(), hook(0)
    __repr__, __str__, __format__, __mro_entries__ = hook("t"), hook("t"), hook("t"), hook(())
    __index__, __iter__ = hook(0), hook()
    def __set_name__(self, owner, name):
        made.append(owner)
        look(owner, name)
    def __get__(self, obj, cls=None):
        look(obj, cls)
        return self
    def __getattr__(self, name):
        look(name)
        raise AttributeError(name)
class Deaf(Told):
    __hash__ = None
class Plain: pass
def has(**space): return type("M", (type,), space)
metas = [type, abc.ABCMeta, has(), has(__repr__=hook("m"), __str__=hook("m"), __call__=hook())]
for name in ("__init__", "__repr__", "__lt__", "__setattr__", "__delattr__", "x", "y", "__str__", "__new__"):
    for value in (hook(), property(hook(3), hook(), hook()), Told()):
        try: metas.append(has(**{name: value}))
        except (TypeError, ValueError): pass
metas = [*metas[:2], *[each for each in metas[2:] if type(each) is type]]
d = dataclasses.dataclass
T = typing.TypeVar("T")
makers = [d, d(frozen=True, order=True, unsafe_hash=True), d(slots=True), d(slots=True, frozen=True, weakref_slot=True),
          d(kw_only=True, init=False), functools.total_ordering, abc.update_abstractmethods,
          typing.final, typing.runtime_checkable, enum.unique]
def fields():
    for make in (Told, Deaf):
        yield make()
        yield dataclasses.field(default=make(), init=make(), repr=make(), hash=make(), compare=make(), kw_only=make())
        yield dataclasses.field(default_factory=make(), metadata={"k": make()})
for meta in metas:
    for default in (fields() if meta is type or meta is abc.ABCMeta else [Told(), dataclasses.field(default=Told())]):
        for make in (makers if type(default) is Told else makers[:5]):
            for bases in {type: ((), (typing.Generic[T],)), abc.ABCMeta: ((abc.ABC,),)}.get(meta, ((),)):
                space = {"__annotations__": {"x": int, "y": typing.ClassVar[int], "z": dataclasses.InitVar[int]},
                         "x": default, "z": Told(), "__init_subclass__": classmethod(hook()), "__post_init__": Told()}
                if meta is type: space |= {"y": Told(), "told": Told(), "__doc__": Told()}
                try:
                    base = type("B", bases, {"__init_subclass__": classmethod(hook())})
                    A = (type if meta is abc.ABCMeta else meta)("A", (base,) if meta is type else bases, space)
                    made.append(A)
                    A.late = Told()
                    made.append(make(A))
                    done += 1
                    look()
                    made.append(make(type("C", (A,), {"__annotations__": {"w": int}, "w": Told()})))
                    look()
                except (TypeError, ValueError, AttributeError, KeyError, RuntimeError): pass
len(seen), done
"""


@pytest.mark.parametrize("optimize", share([True, False]))
def test_hooks_are_handed_nothing_foreign(optimize):
    box = cloche.Sandbox(
        limits=cloche.Limits(steps=50_000_000, seconds=None, memory=None), optimize=optimize
    )
    run = box.environment(None)
    judge, found, asked = Judge(run), set(), []

    def probe(x: Any) -> None:
        asked.append(None)
        reason = judge.foreign(x)
        if reason:
            found.add(f"{reason}: {type(x).__name__}")

    run.globals["probe"] = probe
    program = box.transpile(PROGRAM, "<guest>", frozenset({"probe"}))
    seen, done = execute_in(run, program).value
    assert not found
    # Most are refused with most metaclasses; far more than these are not.
    assert done > 50
    assert seen > 500
    assert len(asked) > 5_000
