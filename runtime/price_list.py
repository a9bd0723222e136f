"""The price list: what each kind of work costs, as data. `docs/limits.md` is made from it.

Read by nobody at run time: the guards call the functions of `prices.py` that the rows name, and a
test keeps the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cloche.transpiler.vocabulary import SEARCH_WEIGHT

from . import prices
from .boundary.converting import DECLARED
from .budget import BYTES_PER_STEP
from .prices import NODE


@dataclass(frozen=True, slots=True)
class Price:
    """One row.

    Parameters:
        work: the operations, as a program writes them.
        price: what they cost.
        pays: the functions of `prices.py` that say so.
        samples: calls of those that return a number of steps, each with what it stands for.
    """

    work: str
    price: str
    pays: tuple[Callable[..., Any], ...] = ()
    samples: tuple[tuple[str, int], ...] = ()


#: What takes a step each, whatever else it costs.
STEPS: Final = (
    "a round of a loop or of a comprehension's clause, `async` ones too",
    "the entry of a function, unless it is short and every call of it is known",
    "a suite of `finally`, or of an `except` that might catch a stopped run",
    "an item drained in C: by `list`, `sum`, `sorted`, `join`, `in`, `*x`, `x[a:b] = …`, `zip`, …; "
    "most take none for a list, tuple, dict, set or text of at most 256 items",
    "an item that `map`, `filter`, `iter(f, x)` or anything of `itertools` gives; of more than 32 "
    "columns of `zip` or `map`, an item of each that is no list, tuple or text",
    "a turn of the event loop, and each callback in it",
)

_COPY: Final = f"a step for {BYTES_PER_STEP} bytes, and the bytes against `memory`"
_MEGABIT: Final = 1_000_000

PRICES: Final = (
    Price(
        "`a * b` of integers, `*=`, `math.prod`, `factorial`, `comb`, `perm`, `lcm`",
        "as Karatsuba's method takes; the result's bytes against `memory`, of which an integer may "
        "take a 64th part",
        (prices.pay_product, prices.product_steps, prices.pay_integer),
        (("two of a million bits", prices.product_steps(_MEGABIT, _MEGABIT)),),
    ),
    Price(
        "`//`, `%`, `divmod`, `gcd`, `isqrt` of integers",
        "as schoolbook division takes",
        (prices.pay_quotient, prices.quotient_steps),
        (("two million bits by one million", prices.quotient_steps(2 * _MEGABIT, _MEGABIT)),),
    ),
    Price(
        "`a ** b`, `pow(a, b)`, `round(n, -k)`, which also divides",
        "two products of half the result; its bytes against `memory`",
        (prices.pay_power, prices.power_bits, prices.pay_rounding),
    ),
    Price(
        "`pow(a, b, m)`", "a product and a division for each bit of `b`",
        (prices.pay_modular_power,),
    ),
    Price("`int(text)`, `float(text)` of more than 4,096 characters", _COPY, (prices.reserve,)),
    Price("`a << b`, `int(text, b)` where `b` is a power of two", _COPY, (prices.pay_shift,)),
    Price(
        "`s + t`, `s += t`, `f'{s}'`, `join`, `replace`, `encode`, `x[:] = y`, `copy`, displays "
        "and patterns with stars",
        _COPY, (prices.pay_copy, prices.reserve),
    ),
    Price(
        "a list made of text or bytes: `x += s`, `x[:] = s`, `extend`, `a, *b = s`",
        "8 bytes an item against `memory`, 88 for a character beyond U+00FF; `x += s` of text of "
        "4,096 bytes or more asks for that much room whatever `x` is",
        (prices.items_size,),
    ),
    Price(
        "`split`, `splitlines`, `strip`, `upper` and its like, `partition`, `hex`, `encode`, "
        "`decode` of text or bytes of 4,096 characters or more",
        f"{_COPY}, for the most that it can come to: an object for each piece, twelve bytes for "
        "each character that is mapped and not ASCII",
        (prices.pieces_size, prices.reserve),
    ),
    Price(
        "`except*`, `split` and `subgroup` of exception groups",
        "eight steps for each exception met on the walk, shared ones as often as they are met",
    ),
    Price("`x[a:b]`", f"{_COPY}, looked at once it is there", (prices.pay_made,)),
    Price(
        "`s * n`, `[x] * n`, `bytes(n)`, `to_bytes(n)`, `ljust(n)`, `zfill(n)`, `expandtabs(n)`",
        f"{_COPY}, for all of it",
        (prices.pay_repeat, prices.reserve),
    ),
    Price(
        "widths and precisions: `f'{x:{n}}'`, `format(x, s)`, `'%*d' % (n, x)`, `'{:9}'.format(x)`",
        f"{_COPY}, for what they ask for",
        (prices.format_width, prices.percent_width),
    ),
    Price(
        "`a == b`, `a < b`, `a in b`, `hash(a)`, a key or member that is no scalar, `count`, "
        "`index`, `remove`",
        f"{NODE} bytes for each item met on the walk, shared ones as often as they are met, and "
        f"the bytes of texts and integers; a step for {BYTES_PER_STEP} of them. Four more steps "
        "for each container within containers, past the first few; eight for an object that the "
        "library compares or hashes (32 for a time of a zone); of a set or dict that has lost "
        "entries, the bytes of the table they were in; nests of deques weigh twice as much on each "
        "level. Once the program has compared what contains itself, also four steps for each pair "
        "of containers and one for each of their items. Held against the clock eight times",
        (prices.spend, prices.spend_walk, prices.hold_walk),
    ),
    Price(
        "`s | t`, `s & t`, `s - t`, `s ^ t` of sets, `d | e` of dicts",
        f"{NODE} bytes for each entry that they may come to, as `s + t`; in place, for each of the "
        "right side",
        (prices.reserve,),
    ),
    Price(
        "methods of sets and dicts, `|=`, `{*s}` and `{**d}` with a set or dict more than 256 long "
        "whose entries have one hash; comparisons of what holds such that are more than 8 long",
        "four steps for the square of the entries of one hash; of the operators above 65,536 for "
        "each entry of the smaller one that has the hash of eight others there; entries of a class "
        "that defines `__hash__` and no `__eq__` count as having one",
    ),
    Price(
        "`isinstance` and `issubclass` with more than 64 classes",
        "16 steps a class, shared tuples of them as often as they are met",
    ),
    Price(
        "`==` of a `memoryview`, `hash`, copies of one that skips items",
        "a step for four items, in each dimension; 24 for an item of another format; `tolist` pays "
        "for a list in each dimension but the last",
        (prices.spend, prices.reserve),
    ),
    Price("`functools.wraps`, `update_wrapper`", "four steps for each attribute"),
    Price(
        "`repr`, `str`, `print`, `f'{x}'`, `json.dumps`, `pprint`, messages of exceptions",
        "the same walk, as bytes about to be allocated, with the names of classes, functions and "
        "generators in it; there must be room for four times as much, "
        "and for four times what the fields of an f-string so far have come to, whoever answered; "
        "for integers of more than 1,024 bits the square of those besides, a step for 10,000",
        (prices.reserve,),
    ),
    Price(
        "`sorted`, `sort`, `heapify`, `nsmallest`, `most_common`",
        "for each doubling of the items: a step for eight of them, and a quarter of a walk",
        (prices.sort_steps, prices.spend),
        (("a million integers", prices.sort_steps(_MEGABIT, NODE * _MEGABIT)),),
    ),
    Price(
        "operators and comparisons of a `Counter`, and its `update` and `subtract` with a mapping",
        "four steps an entry; a walk over keys that are no scalars; a walk over counts that are no "
        "short numbers, shared ones as often as they are met, as bytes about to be allocated",
        (prices.spend, prices.reserve),
    ),
    Price(
        "patterns of `re`", "an engine that can be stopped, given the time and the steps left",
    ),
    Price(
        "`Decimal` and `Fraction`, `statistics`, `random.choices(k=…)`, `zlib`, `hashlib`, "
        "`pbkdf2_hmac`, `difflib`, `struct`, `base64`",
        "in proportion to digits, items or bytes, before the C code is called",
        (prices.spend, prices.reserve),
    ),
    Price(
        "an argument of a tool",
        "a step for each item of its containers, shared ones as often as they are met; "
        f"{DECLARED} where the tool declares types that are made of them",
    ),
)  # fmt: skip

#: What one run can take beyond its limits, and why.
OVERSHOOT: Final = (
    (
        "seconds",
        "the C calls between two steps when the time is up: one in a loop, at most 24 that are "
        "written in a row (16, as we write them), the monitor's interval of 5 ms, and "
        "on one core whatever the operating system gives others. Calls that are priced do not "
        "begin if they could not end in time. Native and linear are searches, `-n` and "
        "`n & m`: a pass over what exists. A search takes 5 ns a character at worst, 0.3 s for a "
        f"text of 60 MB, and counts for {SEARCH_WEIGHT}: at most {24 // SEARCH_WEIGHT} in a row "
        f"({16 // SEARCH_WEIGHT}, as we write them) end up to two seconds late. An error raised "
        "while others are handled, one in the `except` of another, is held against each of them, "
        "at some 5 ns, for a step: to have 30,000 of them takes seconds.",
    ),
    (
        "memory",
        "what grows within 5 ms, the interval at which the process is measured, or within one "
        "operation that is not priced beforehand. The process's own growth counts, so runs "
        "side by side in threads pay for one another. Where the platform does not tell "
        "cheaply (anything but Linux), only what is priced counts. Not priced is "
        "what `text += s` widens: with an emoji in `s`, four bytes for each character there was. "
        "`float(s)` and `int(s)` ask for the room of the message that prints `s`: eight bytes a "
        "character and up to 80 where it has wide ones, an alias (`list[x]`) when it is made.",
    ),
    ("steps", "nothing: work that would exceed them does not begin."),
    ("output", "nothing: what exceeds it is dropped."),
    (
        "result, result_depth",
        "nothing: the copy ends. It is made in the time and the memory of the run, which are "
        "looked at every few thousand items; a result takes no steps.",
    ),
    ("tool_calls", "nothing: the call is not made."),
    ("recursion", "a few calls, that of the module among them."),
)

#: How far the bombs of the suite got.
MEASURED: Final = (
    "Measured: 787 programs of `tests/bombs` under `seconds=2` and `memory=64 MiB`, CPython 3.11 "
    "and 3.13, on two busy cores (load 13). The process grew by 116 MiB at most (slices in a "
    "line). By the clock two took longer than 2.5 s, at 1.0 and 2.0 s of processor time, since "
    "others had the processor; an idle machine was not at hand."
)
