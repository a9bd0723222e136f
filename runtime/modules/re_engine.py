"""Two engines for a pattern: `re` where it is sure to be quick, else `regex` and a time limit."""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any, Final, TypeVar

from ..own_stack import imported
from ..prices import reserve, spend
from ..run import charge, current
from .re_cost import INSTANT, Cost, unrolled, walk_tree
from .re_error import ERROR, own_errors
from .re_last import Way, ways
from .re_quiet import compiled, parse
from .re_room import Stored, stored
from .re_same import check_same
from .re_text import Untranslatable, written
from .re_uncached import compiled_by_regex
from .timing import STEPS_A_SECOND, timed

T = TypeVar("T")
Text = str | bytes

#: Python code takes a pattern apart; nothing can interrupt that.
LONGEST: Final = 50_000
_STEPS_A_CHARACTER: Final = 40
#: A range costs a loop over its characters.
_MOST_RANGED: Final = 1_200_000
#: Sets that take long to make a bitmap of, each a fifth of a millisecond.
_MOST_SETS: Final = 2_500
_STEPS_A_SET: Final = 4_000
#: Characters up to here need no larger bitmap, unless other cases of theirs do.
_NARROW: Final = 0xFF
_FOLDED: Final = parser.SRE_FLAG_UNICODE | parser.SRE_FLAG_IGNORECASE
#: Characters for `regex`, whose parser is in Python as well: 5 to 15 microseconds each.
_LONGEST_TRANSLATED: Final = 50_000
_STEPS_A_TRANSLATED: Final = 200
#: What it makes of them in C, in one go, and goes through by recursion: a hundred times as many
#: with branches are the end of a stack of 8 MiB.
_MOST_NODES: Final = 20_000
_STEPS_A_NODE: Final = 20
#: Bytes of one.
_NODE: Final = 250
#: Flags that print, or that do nothing any more.
_WITHOUT: Final = ~(parser.SRE_FLAG_DEBUG | (1 << 0))
#: What the matcher stores for each round of a repeat.
_FRAME: Final = 64
#: The same for `regex`, which stores more.
_PATIENT_FRAME: Final = 256
#: Beyond this the frames are paid for in advance.
_MANY: Final = 2**14


class Engine:
    """A compiled pattern.

    Parameters:
        native: the pattern compiled by `re`.
        tree: the same, parsed.
        price: steps that it takes to compile.
    """

    __slots__ = (
        "_cost", "_ready", "_regex", "_stored", "_tree", "fullmatch_within", "kind", "match_within",
        "native", "price", "search_within", "templates",
    )  # fmt: skip

    def __init__(self, native: re.Pattern[Any], tree: Any, price: int = 0) -> None:
        self.native = native
        self.price = price
        #: `str` or `bytes`.
        self.kind = type(native.pattern)
        #: Texts up to these lengths `re` is done with in an instant, so that a step pays for each;
        #: -1 where that is not known yet.
        self.search_within = self.match_within = self.fullmatch_within = -1
        #: Replacement templates that have been taken apart.
        self.templates: dict[Text, Any] = {}
        self._tree = tree
        self._cost = Cost(tree, bool(native.flags & re.MULTILINE))
        #: What `regex` may store, once that is asked.
        self._stored: Stored | None = None
        #: The pattern compiled by `regex`, once it is needed by any run, and the steps that takes.
        self._regex: list[tuple[Any, int]] = []
        #: The same, once this run has paid for it.
        self._ready: Any = None

    def for_run(self) -> Engine:
        """Return one for a run, which pays for itself whatever others have paid for before."""
        made = copy(self)
        made._cost = self._cost.for_run()
        made.templates = {}
        return made

    def is_instant(self, method: str, length: int) -> bool:
        """Tell whether one step pays for *length* characters, and remember it if so."""
        if self._cost.bound(method, length) > INSTANT:
            return False
        # The bound is that of all lengths of as many bits.
        within = (1 << length.bit_length()) - 1
        if method == "search":
            self.search_within = max(within, self.search_within)
        elif method == "match":
            self.match_within = max(within, self.match_within)
        else:
            self.fullmatch_within = max(within, self.fullmatch_within)
        return True

    def ways(self) -> dict[int, Way]:
        """Return how one gets to each group (see `re_last`)."""
        return ways(self._tree)

    def is_quick(self, method: str, length: int) -> bool:
        """Tell whether `re` may look at *length* characters; pays for what it stores then."""
        if not self._cost.allows(method, length):
            return False
        if self._cost.stacks and length > _MANY:
            reserve(_FRAME * length)
        return True

    def find(self, method: str, text: Text, start: int, end: int) -> Any:
        """Return the match that *method* (`search`, `match`, `fullmatch`) of a pattern finds."""
        length = max(min(end, len(text)) - start, 0)
        if self.is_instant(method, length):
            charge(1)
            return getattr(self.native, method)(text, start, end)
        if self.is_quick(method, length):
            return timed(getattr(self.native, method), text, start, end)
        look = getattr(self._patient(text, length), method)
        return timed(_in_time, look, text, start, end, timeout=seconds_left())

    def find_all(self, text: Text, start: int, end: int) -> list[Any] | None:
        """Return what `re` finds, or None where `iterate` must look."""
        length = len(text)
        if not self.is_quick("search", length):
            return None
        if self.is_instant("search", length):
            return self.native.findall(text, start, end)
        return timed(self.native.findall, text, start, end)

    def iterate(self, text: Text, start: int, end: int) -> Iterator[Any]:
        """Return the matches one by one; the work of each is paid for as it is found."""
        length = max(min(end, len(text)) - start, 0)
        if self.is_quick("search", length):
            matches = self.native.finditer(text, start, end)
            spend(length // 64)
            if self.is_instant("search", length):
                for match in matches:
                    charge(1)
                    yield match
                return
            while match := timed(next, matches, None):
                yield match
            return
        matches = self._patient(text, length).finditer(text, start, end, timeout=seconds_left())
        while match := timed(_in_time, next, matches, None):
            yield match

    def _patient(self, text: Text, length: int) -> Any:
        """Return the pattern compiled by `regex`, sure to match *text* as `re` would.

        Pays for what it stores while it looks at *length* characters.
        """
        if self._cost.stacks:
            if self._stored is None:
                self._stored = stored(self._tree)
            if length > _MANY:
                reserve(_PATIENT_FRAME * length)
            reserve(0, self._stored.room(length))
        if self._ready is None:
            if self._regex:
                spend(self._regex[0][1])
                self._ready = self._regex[0][0]
            else:
                self._ready, price, nodes = _translated(self.native, self._tree)
                if _NODE * nodes <= _SHARED:
                    self._regex.append((self._ready, price))
        check_same(self.native, text)
        return self._ready


def _translated(native: re.Pattern[Any], tree: Any) -> tuple[Any, int, int]:
    """Return a pattern compiled by `regex`, what that takes, paid for, and its nodes."""
    regex = imported("regex")
    names = {number: name for name, number in native.groupindex.items()}
    is_text = isinstance(native.pattern, str)
    if native.flags & re.LOCALE:
        raise too_costly(native.pattern)
    try:
        source: Any = written(tree, names, is_text and not native.flags & re.ASCII)
        nodes = unrolled(tree)
    except Untranslatable:
        raise too_costly(native.pattern) from None
    if len(source) > _LONGEST_TRANSLATED or nodes > max(_MOST_NODES, len(source)):
        raise too_costly(native.pattern)
    price = _STEPS_A_TRANSLATED * len(source) + _STEPS_A_NODE * max(nodes - len(source), 0)
    spend(price)
    if not is_text:
        source = source.encode("ascii")
    flags = regex.VERSION0
    for ours, theirs in _FLAGS:
        if native.flags & ours:
            flags |= getattr(regex, theirs)
    return compiled_by_regex(source, flags), price, nodes


_FLAGS: Final = (
    (re.IGNORECASE, "IGNORECASE"), (re.MULTILINE, "MULTILINE"), (re.DOTALL, "DOTALL"),
    (re.ASCII, "ASCII"),
)  # fmt: skip


def too_costly(pattern: Any) -> Exception:
    """Return the error for a pattern that neither engine can match within bounds."""
    made: Exception = ERROR("this pattern may take too long on a text of this size here", pattern)
    return made


# --- Time --------------------------------------------------------------------------------


def _in_time(call: Callable[..., T], *args: Any, **named: Any) -> T:
    try:
        return call(*args, **named)
    except TimeoutError:
        budget = current().budget
        left = budget.remaining
        if left is not None and left <= 0.001:
            budget.stop("seconds", budget.limits.seconds, budget.seconds)
        else:
            budget.stop("steps", budget.limits.steps, budget.steps)
        budget.checkpoint()
        raise


def seconds_left() -> float | None:
    """Return how long the current run may still take; steps count as time."""
    budget = current().budget
    bounds = [] if budget.remaining is None else [budget.remaining]
    if budget.limits.steps is not None:
        bounds.append((budget.limits.steps - budget.steps) / STEPS_A_SECOND)
    return max(min(bounds), 0.001) if bounds else None


# --- Compiling -----------------------------------------------------------------------------

#: Of all runs; each gets its own of one (see `Engine.for_run`).
_engines: dict[tuple[type, Text, int], Engine] = {}
_MOST_ENGINES: Final = 256
#: So large is one that is kept for other runs, in bytes, and what is parsed of a character.
_SHARED: Final = 2**17
_PARSED: Final = 64
#: Key in `Run.state` of the engines of a run.
_STATE: Final = "re"


def engine(pattern: Text, flags: int) -> Engine:
    """Return the engine of a pattern, an exact `str` or `bytes`.

    Raises:
        re.error: it is malformed, or takes too long to compile.
    """
    own: Any = current().state.setdefault(_STATE, {})
    key = type(pattern), pattern, flags & _WITHOUT
    found = own.get(key)
    if found is None:
        found = _shared(pattern, key).for_run()
        _keep(own, key, found)
    return found  # type: ignore[no-any-return]


def _shared(pattern: Text, key: tuple[type, Text, int]) -> Engine:
    found = _engines.get(key)
    if found is None:
        found = _compile(pattern, key[2])
        if found.native.__sizeof__() + _PARSED * len(pattern) <= _SHARED:
            _keep(_engines, key, found)
    else:
        spend(found.price)
    return found


def _keep(engines: dict[Any, Engine], key: tuple[type, Text, int], made: Engine) -> None:
    if len(engines) >= _MOST_ENGINES:
        engines.pop(next(iter(engines)), None)
    engines[key] = made


def _compile(pattern: Text, flags: int) -> Engine:
    if len(pattern) > LONGEST:
        raise ERROR("this pattern is too long here", pattern)
    spend(_STEPS_A_CHARACTER * len(pattern))
    with own_errors():
        tree = parse(pattern, flags)
    steps = _steps_for_sets(pattern, tree)
    spend(steps)
    price = _STEPS_A_CHARACTER * len(pattern) + steps
    with own_errors():
        native = compiled(pattern, flags)
    return Engine(native, tree, price)


def _steps_for_sets(pattern: Text, tree: Any) -> int:
    """Return the steps to compile the sets of a pattern.

    Raises:
        re.error: there are too many, or their ranges are too large.
    """
    ranged = large = 0
    folded = tree.state.flags & _FOLDED == _FOLDED
    for code, argument in walk_tree(tree):
        if code is op.SUBPATTERN and argument[1] & parser.SRE_FLAG_IGNORECASE:
            folded = True  # in some part
        if code is not op.IN:
            continue
        wide = False
        for kind, value in argument:
            if kind is op.RANGE:
                ranged += value[1] - value[0]
                wide |= value[1] > _NARROW
            elif kind is op.LITERAL:
                wide |= value > _NARROW
        # One or two runs of characters need no bitmap, if no other case comes in.
        large += folded or (wide and len(argument) > 2)
    if ranged > _MOST_RANGED or large > _MOST_SETS:
        raise ERROR("the sets of this pattern are too large here", pattern)
    return ranged + _STEPS_A_SET * large
