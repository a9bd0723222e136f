"""The universe is closed: nothing a guest does leads it to an object that is on no list."""

from __future__ import annotations

import collections
import dis
import gc
import importlib
import itertools
import pkgutil
import sys
import types
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.oracle import changes, host_state
from cloche.runtime import modules, rehomed
from cloche.runtime.boundary import leaves
from cloche.runtime.modules import containers
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.namespace import STATIC
from cloche.runtime.standins import trusted
from cloche.runtime.universe import ENTRIES, FAMILIES
from sampling import is_full, share

from .crawler import Crawl, entering

SHOWN = 20
#: So many objects are looked at where it is not all of them.
SOME = 2_500
#: What is reached and is the host's, with the reason why it may stay so.
KNOWN = {
    "a function of json.decoder": "`JSONDecodeError.__init__` counts lines, of a text paid for",
}


@pytest.fixture(
    scope="module", params=share([True, False]), ids=lambda on: "optimized" if on else "plain"
)
def crawl(request: pytest.FixtureRequest) -> Iterator[Crawl]:
    # All there is, to the end, takes minutes (`--full`).
    made = Crawl(request.param, most=None if is_full() else SOME)
    before = host_state()
    hook, sys.unraisablehook = sys.unraisablehook, lambda event: None  # coroutines are left lying
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the guest inverts a bool, and the like
        made.everything()
        yield made
        made.close()
        gc.collect()
    sys.unraisablehook = hook
    # pytest keeps the name of the test in the one; the other grows when a module is first used.
    changed = {"changed: environ", "changed: modules"}
    assert not set(changes(before, host_state())) - changed


def test_everything_reached_is_on_the_lists(crawl: Crawl) -> None:
    unknown = [each for each in crawl.findings if not any(reason in each for reason in KNOWN)]
    assert not unknown, "\n".join(unknown[:SHOWN])
    assert crawl.operations > (500_000 if crawl.most is None else 300_000)


def test_it_ends_because_nothing_new_is_found(crawl: Crawl) -> None:
    """What is left in the queue would be of a kind that nobody has looked at."""
    assert not crawl.queue
    if crawl.most is None:
        assert len(crawl.places) > 10_000


def test_it_reaches_most_of_what_there_is(crawl: Crawl) -> None:
    met = {type(place.value) for place in crawl.places}
    families = {family.name for family in FAMILIES if any(e.type in met for e in family.entries)}
    least = 0.8 if crawl.most is None else 0.5
    assert len(families) > least * len(FAMILIES), {family.name for family in FAMILIES} - families
    assert len(met & set(ENTRIES)) > 100


step = st.tuples(st.sampled_from(["UNARY", "BINARY", "TERNARY"]), *[st.integers(0, 2**20)] * 4)


@given(st.lists(step, min_size=4, max_size=12))
@settings(max_examples=400)
def test_compositions_stay_inside(
    crawl: Crawl, steps: list[tuple[str, int, int, int, int]]
) -> None:
    found = [each for each in crawl.compose(steps) if not any(why in each for why in KNOWN)]
    assert not found, "\n".join(found)


def test_adopted_functions_do_not_loop() -> None:
    """A loop in the host's Python takes no step; what draws random numbers ticks as it draws."""
    for module in pkgutil.iter_modules(modules.__path__, f"{modules.__name__}."):
        importlib.import_module(module.name)
    adopted = [*_adopted()]
    assert len(adopted) > 80
    looping = {each.__qualname__ for each in adopted if _loops(each.__code__)}
    assert "Counter._keep_positive" in looping
    assert looping <= {
        "AsyncGenerator.aclose",  # waits for what the guest's `athrow` gives
        *(f"Random.{name}" for name in
          ("binomialvariate", "gammavariate", "normalvariate", "vonmisesvariate")),
        "Counter._keep_positive",  # one visit to each entry
        *(each for each in looping if each.startswith("Calendar.")),  # a month, or a year
    }  # fmt: skip


def _adopted() -> Iterator[types.FunctionType]:
    """Yield what `rehomed` has copied: of classes, in modules, and wherever else there may be some.

    The collector tells of nothing that was there when a test has frozen it.
    """
    spaces = [vars(each) for name, each in sys.modules.items() if name.startswith("cloche.")]
    kinds: list[type] = [object]
    while kinds:
        kind = kinds.pop()
        spaces.append(dict(type.__dict__["__dict__"].__get__(kind)))
        kinds += type.__subclasses__(kind)
    for value in itertools.chain(gc.get_objects(), *map(dict.values, spaces)):
        if type(value) is dict:
            parts: list[object] = [*value.values()]
        elif type(value) is property:
            parts = [value.fget, value.fset, value.fdel]
        elif type(value) is staticmethod or type(value) is classmethod:
            parts = [value.__func__]
        else:
            parts = [value]
        for each in parts:
            yield from _copies(each)


def _copies(x: object) -> Iterator[types.FunctionType]:
    if (
        type(x) is types.FunctionType
        and x.__globals__.get("__name__") == rehomed.__name__
        and x.__code__.co_filename != rehomed.__file__
    ):
        yield x


def _loops(code: types.CodeType) -> bool:
    if any("JUMP_BACKWARD" in each.opname for each in dis.get_instructions(code)):
        return True
    return any(_loops(each) for each in code.co_consts if isinstance(each, types.CodeType))


SHARED = {"guest name len": len, "guest name hash": STATIC["hash"]}


@pytest.mark.parametrize("name", SHARED)
def test_what_all_runs_share_is_compared_to_its_labels(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = host_state()
    monkeypatch.setattr(SHARED[name], "__module__", "poison")
    assert f"changed: {name}" in changes(before, host_state())


#: What is broken, so that the crawl is known to see.
BROKEN = {
    "a raw constructor is offered": "list",
    "a library's function is offered": "textwrap.dedent",
    "a module is offered": "textwrap",
}


@pytest.mark.parametrize("name", BROKEN.values(), ids=BROKEN)
def test_it_finds_what_does_not_belong(name: str) -> None:
    import textwrap

    value = {"list": list, "textwrap.dedent": textwrap.dedent, "textwrap": textwrap}[name]
    made = Crawl(True)
    made.reach("planted", containers.deque([1]))
    assert not made.findings
    made.reach("planted", value)
    made.close()
    assert made.findings
    assert made.findings[0].startswith("planted is ")


def test_shared_classes_hold_nothing_that_changes() -> None:
    """Each reader of such an attribute gets a copy; a proxy hands out what it shows."""
    preload(MODULE_NAMES)
    kinds, found, seen = [object], [], set()
    while kinds:
        kind: type = kinds.pop()
        if kind in seen:
            continue
        seen.add(kind)
        kinds += type.__subclasses__(kind)
        if trusted(kind):
            found += [
                f"{kind.__qualname__}.{name}"
                for name, value in type.__dict__["__dict__"].__get__(kind).items()
                if isinstance(value, CHANGING) and name != "__annotations__"
            ]
    assert len(seen) > 1_000
    assert not found


CHANGING = (dict, list, set, bytearray, collections.deque, types.MappingProxyType)


def test_the_crawl_begins_with_all_that_may_enter() -> None:
    leaves.complete()
    there = set(map(id, map(type, entering())))
    assert {*leaves.ENTERING, *leaves.NUMBERS} <= there
