"""Builtin functions: CPython's results and errors, and no way to burn time or memory with them."""

from __future__ import annotations

import builtins
import dis
import types
from fractions import Fraction
from itertools import count, repeat

import pytest
from differential import outcome, running
from hypothesis import given
from hypothesis import strategies as st

from cloche.runtime.builtins.output import print_for
from cloche.runtime.namespace import OFFERED, STATIC, namespace, template
from cloche.runtime.run import current
from cloche.runtime.stops import Stop
from cloche.transpiler import vocabulary as words
from sampling import halved


@pytest.fixture(autouse=True)
def _run():
    with running():
        yield


class Index:
    def __init__(self, value=2):
        self.value = value

    def __index__(self):
        return self.value


class Item:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value < other.value

    def __repr__(self):
        return f"Item({self.value})"


class Guest:
    __abs__ = __len__ = __hash__ = __index__ = lambda self: 3

    def __round__(self, *digits):
        return "rounded", digits

    def __format__(self, spec):
        return f"({spec})"

    def __divmod__(self, other):
        return "divmod", other

    def __pow__(self, *args):
        return "pow", args

    def __iter__(self):
        return iter("ab")


CALLS = {
    "abs": [(), (-1,), ("a",), (Guest(),), (1, 2)],
    "all": [(), ([],), ([1, 0],), (5,), ([1], 2), (iter("ab"),)],
    "any": [(), ([],), ([0, 1],), (None,), ({"": 1},)],
    "ascii": [(), ("é",), (["é"],), (1, 2)],
    "bin": [(5,), (-5,), (True,), (1.5,), (Index(),), (), (1, 2)],
    "hex": [(255,), ("a",), (Guest(),)],
    "oct": [(8,), (None,)],
    "callable": [(len,), (1,), ()],
    "chr": [(97,), (-1,), ("a",), (2**80,)],
    "ord": [("a",), ("ab",), (b"a",), (1,)],
    "divmod": [(7, 3), (-7, 3), (7.5, 2), (1, 0), (1,), ("a", 1), (Guest(), 1),
        (Fraction(7, 2), 1)],
    "format": [(1,), (1, ">5"), (1.5, ".3f"), ([], "x"), (1, 5), (), (1, "", 3), (Guest(), "ab")],
    "hash": [(1,), ((1, "a"),), ([],), (), (Guest(),), (frozenset({1}),)],
    "len": [([1],), (5,), (), ("ab", 1), (Guest(),)],
    "next": [(iter([]), 3), (iter([]),), ([],), (), (iter("a"),)],
    "repr": [(1,), ("a",), ([1, "b"],), (), (1, 2)],
    "round": [
        (1.5,), (2.5,), (1.25, 1), (15, -1), (15, Index(-1)), (15, Index("x")), (Guest(),),
        (Guest(), 3),
        ("a",), (), (1, 2, 3), (1, "a"), (1.5, None), (Fraction(7, 3), 2), (1.5, Index(1)), (5, 10),
    ],
    "pow": [
        (2, 3), (2, -1), (2, 5, 7), (2, -1, 7), (2, -1, 4), (2, 3, 0), (2.5, 2), (2.5, 2, 2),
        ("a", 2),
        (1,), (), (1, 2, 3, 4), (Guest(), 2), (Guest(), 2, 3), (2, 3, None), (True, 2, 5),
        (2, "a", 3),
    ],
    "sum": [
        ([1, 2],), ([0.1] * 10,), ([1, 2.5], 10), ([[1], [2]], []), ([[1], 2], []), (["a"], ""),
        ((),),
        ([(1,), (2,)], ()), (["a"],), (5,), (), ([1], 2, 3), ([True, True],), ([1j],), ([b""], b""),
        ([[1]], ()), ([1], []), ([], [1]), (iter([1, 2]),), ([Fraction(1, 2), 1],),
    ],
    "sorted": [
        ([3, 1, 2],), (["b", "a"],), ([1, "a"],), (5,), (), ([1], 2), (iter("cab"),),
        ([(1, 2), (1, 1)],),
        ([[2], [1]],), ([Item(2), Item(1)],), ({"b": 1, "a": 2},), ([1.5, 1, True],), ([[1], 2],),
    ],
    "max": [
        (1, 2), ([1, 3, 2],), ("a", 1), ([],), (), (5,), (1.0, 1), (True, 1), ([1], [2]), ("abc",),
        (iter([[1], [2]]),), (Item(1), Item(2)), ([None],), ([1, "a"],), (1, 2, 3),
        ((1, 2), (1, 3)),
    ],
    "min": [(1, 2), ([1, 3, 2],), ("a", 1), ([],), (1.0, 1), (0.0, -0.0), (range(5),), ({3, 1},)],
    "iter": [([1],), (5,), (), (5, 5), (1, 2, 3), (Guest(),), (range(10),)],
    "isinstance": [(1, int), (1, (str, (int,))), (1, 5), (1,), (1, int | str), (True, ()),
        (1, "a")],
    "issubclass": [(int, int), (bool, (str, (int,))), (1, int), (int, 5), ()],
}  # fmt: skip
NAMED = {
    "all": [((), {"iterable": []})],
    "sum": [(([1],), {"start": 5}), (([[1]],), {"start": []}), (([1],), {"foo": 1}),
        ((), {"start": 1})],
    "sorted": [
        ((["b", "A"],), {"key": str.lower}), (([3, 1, 2],), {"reverse": True}),
        (([1],), {"foo": 1}),
        (([3, -1],), {"key": abs, "reverse": 1}), (([1],), {"key": 5}), (([],), {"key": 5}),
        ((["b", "a"],), {"key": None}), (([1],), {"reverse": "a"}),
        (([1, 2],), {"key": lambda x: {}}),
        (([(1, "b"), (0, "a"), (1, "a")],), {"key": lambda x: x[0]}), ((), {"key": None}),
    ],
    "max": [
        (([],), {"default": 3}), ((["a", "bbb"],), {"key": len}), ((1, -5), {"key": abs}),
        ((1, 2), {"default": 3}), (([1],), {"foo": 1}), (([1],), {"key": 5}),
        (([1, 2],), {"key": None}),
        ((), {"key": None}), (([[1], [2]],), {"key": lambda x: x}), ((iter("ab"),), {"key": ord}),
    ],
    "pow": [((2,), {"exp": 3}), ((), {"base": 2, "exp": 3, "mod": 5}), ((2, 3), {"foo": 1}),
        ((1,), {"base": 1})],
    "round": [((1.25,), {"ndigits": 1}), ((), {"number": 2.5}),
        ((), {"number": 15, "ndigits": Index(-1)})],
    "hash": [((1,), {"x": 1})],
    "format": [((1,), {"spec": ""})],
    "repr": [((1,), {"x": 1})],
    "divmod": [((1, 2), {"x": 1})],
    "iter": [(([],), {"x": 1})],
}  # fmt: skip


def twice(args):
    """Return the arguments for two calls, each of which may consume iterators."""
    lists = [list(each) if hasattr(type(each), "__next__") else None for each in args]
    for _ in range(2):
        yield [x if items is None else iter(items) for x, items in zip(args, lists, strict=True)]


@pytest.mark.parametrize("name", CALLS)
def test_as_cpython(name):
    for args in CALLS[name]:
        one, two = twice(args)
        ours, theirs = outcome(STATIC[name], *one), outcome(getattr(builtins, name), *two)
        assert ours == theirs, (name, args)


@pytest.mark.parametrize("name", NAMED)
def test_keywords_as_cpython(name):
    for args, named in NAMED[name]:
        one, two = twice(args)
        ours = outcome(STATIC[name], *one, **named)
        assert ours == outcome(getattr(builtins, name), *two, **named), (name, args, named)


def test_iterating_calls_ends_at_the_sentinel():
    assert [*STATIC["iter"](iter("abc").__next__, "c")] == ["a", "b"]


values = st.lists(st.integers() | st.floats(allow_nan=False) | st.booleans(), max_size=40)
rows = st.lists(
    st.lists(st.integers(0, 2), max_size=3) | st.lists(st.integers(0, 2), max_size=3), max_size=40
)


@given(values | rows | st.lists(st.text(max_size=3), max_size=40), st.booleans())
def test_sorting_and_choosing(given, reverse):
    # Not the run that all examples share: how long those take is the machine's business.
    with running():
        _sort_and_choose(given, reverse)


def _sort_and_choose(given, reverse):
    for name, native in (
        ("sorted", sorted),
        ("max", max),
        ("min", min),
        ("sum", sum),
        ("any", any),
    ):
        assert outcome(STATIC[name], given) == outcome(native, given)
        assert outcome(STATIC[name], iter(given)) == outcome(native, iter(given))
    for key in (repr, type, lambda x: [x], bool):
        ours = outcome(STATIC["sorted"], given, key=key, reverse=reverse)
        assert ours == outcome(sorted, given, key=key, reverse=reverse)
        assert outcome(STATIC["max"], given, key=key) == outcome(max, given, key=key)


@given(
    st.integers(-(2**200), 2**200), st.integers(-50, 300), st.none() | st.integers(-(2**90), 2**90)
)
def test_powers(base, exponent, modulus):
    assert outcome(STATIC["pow"], base, exponent, modulus) == outcome(pow, base, exponent, modulus)


def test_a_key_is_called_once_an_item_in_order():
    seen = []
    STATIC["sorted"]([3, 1, 2], key=lambda x: seen.append(x) or x)
    assert seen == [3, 1, 2]


def test_an_index_of_round_is_asked_once():
    class Liar:
        answers = iter([-1, -(10**9)])

        def __index__(self):
            return next(self.answers)

    assert STATIC["round"](15, Liar()) == 20


# --- print ------------------------------------------------------------------------------------


class Sink:
    def __init__(self):
        self.written = []
        self.flushed = 0

    def write(self, text):
        self.written.append((type(text), text))

    def flush(self):
        self.flushed += 1


class Failing:
    def __str__(self):
        raise ValueError("no text")


class Shout(str):
    def __str__(self):
        return self.upper() + "!"


PRINTS = [
    ((), {}), (("a", 1, None, 2.5), {}), (([1], {"a": 2}), {}), (("a", "b"), {"sep": ""}),
    (("a", "b"), {"sep": "-", "end": "!"}), (("a", "b"), {"sep": None, "end": None}),
    (("a",), {"sep": 5}),
    (("a",), {"end": 5}), (("a",), {"foo": 5}), (("a",), {"flush": True}), ((1, Failing(), 2), {}),
    ((Shout("x"), 1), {}), ((1, 2), {"sep": Shout(","), "end": Shout(".")}),
]  # fmt: skip


@pytest.mark.parametrize(("args", "named"), PRINTS)
def test_print(args, named, capsys):
    with running() as run:
        ours = outcome(print_for(current()), *args, **named), run.output.text()
    native = outcome(print, *args, **named), capsys.readouterr().out
    assert ours == native


@pytest.mark.parametrize(("args", "named"), PRINTS)
def test_print_to_a_file_of_the_guest(args, named):
    ours, theirs = Sink(), Sink()
    assert outcome(print_for(current()), *args, file=ours, **named) == outcome(
        print, *args, file=theirs, **named
    )
    assert ours.written == theirs.written
    assert ours.flushed == theirs.flushed


def test_print_to_what_is_no_file():
    assert outcome(print_for(current()), 1, file=5) == outcome(print, 1, file=5)


def test_what_a_value_prints_while_it_is_rendered_comes_between():
    class Chatty:
        def __str__(self):
            print_for(current())("rendering")
            return "done"

    with running() as run:
        print_for(current())(1, Chatty())
        assert run.output.text() == "1 rendering\ndone\n"


def test_output_gets_exact_text():
    with running() as run:
        print_for(current())(Shout("x"))
        assert type(run.output._pieces[0]) is str


# --- Bombs ------------------------------------------------------------------------------------


def shared(levels, kind=list):
    x = kind()
    for _ in range(levels):
        x = kind((x, x))
    return x


HUGE = 1 << 40_000_000
BOMBS = {
    "all": lambda f: f["all"](repeat(1)),
    "any": lambda f: f["any"](repeat(0)),
    "sum": lambda f: f["sum"](count()),
    "sum of lists": lambda f: f["sum"]([[0] * 1000] * 20_000, []),
    "sum of tuples": lambda f: f["sum"]([(0,) * 1000] * 20_000, start=()),
    "sorted": lambda f: f["sorted"](count()),
    "sorted items": lambda f: f["sorted"]([shared(40), shared(40)]),
    "sorted keys": lambda f: f["sorted"]([1, 2], key=lambda x: shared(40)),
    "sorted text": lambda f: f["sorted"](["x" * 10**6 + str(i) for i in range(40)] * 100),
    "max": lambda f: f["max"](count()),
    "max items": lambda f: f["max"]([shared(40), shared(40)]),
    "max of two": lambda f: f["max"](shared(40), shared(40)),
    "max of items to come": lambda f: f["max"](iter([shared(40), shared(40)])),
    "max keys": lambda f: f["max"]([1, 2], key=lambda x: shared(40)),
    "iter": lambda f: [*f["iter"](int, 1)],
    "iter sentinel": lambda f: [*f["iter"](lambda: shared(40), shared(40))],
    "divmod": lambda f: f["divmod"](HUGE, HUGE >> 20_000_000),
    "pow": lambda f: f["pow"](7, 10**10),
    "pow by name": lambda f: f["pow"](base=7, exp=10**10),
    "modular": lambda f: f["pow"](3, HUGE, HUGE + 1),
    "inverse": lambda f: f["pow"](3, -1, HUGE),
    "round": lambda f: f["round"](15, -(10**9)),
    "round by name": lambda f: f["round"](number=15, ndigits=-(10**9)),
    "round by index": lambda f: f["round"](15, Index(-(10**9))),
    "round a fraction": lambda f: f["round"](Fraction(1, 3), 10**9),
    "bin": lambda f: f["bin"](HUGE << 500_000_000),
    "hash": lambda f: f["hash"](shared(40, tuple)),
    "repr": lambda f: f["repr"](shared(40)),
    "ascii": lambda f: f["ascii"](shared(40)),
    "format": lambda f: f["format"](1, ">9999999999"),
    "isinstance": lambda f: f["isinstance"](1, shared(40, tuple)),
    "issubclass": lambda f: f["issubclass"](int, shared(40, tuple)),
    "print": lambda f: f["print"](shared(40)),
    "print to a file": lambda f: f["print"](shared(40), file=Sink()),
    "print text": lambda f: f["print"]("x" * 10**7),
    "print separators": lambda f: f["print"](*[1] * 100_000, sep="x" * 10**6),
}


@halved
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stop(name):
    with pytest.raises(Stop):
        BOMBS[name]({**STATIC, "print": print_for(current())})


@pytest.mark.parametrize("ask", ["hash", "isinstance"])
def test_depth_that_would_end_the_process(ask):
    x = ()
    for _ in range(300_000):
        x = (x,)
    with pytest.raises(RecursionError):
        STATIC[ask](*([x] if ask == "hash" else [1, x]))
    while x:  # freed from the outside in; the other way round is CPython's own affair
        x = x[0]


# --- The namespace ----------------------------------------------------------------------------


def test_every_injected_name_is_there():
    with running() as run:
        names = namespace(run, {"tool": 1})
    assert names.keys() >= words.INJECTED - {words.RESULT}
    assert names[words.OWN] is run.written
    assert names["tool"] == 1
    assert "tool" not in STATIC


@pytest.mark.parametrize("tools", [{}, {"tool": 1, "another": 2}])
def test_cpython_knows_the_builtins_of_one_run_by_those_of_another(tools):
    """A dictionary in which it must learn anew where a name is takes one of 65,535 numbers."""

    def reads():
        len  # noqa: B018

    fresh, known, names = reads.__code__.replace(), [], {}
    for turn in range(200):
        with running(recursion=50 if turn % 2 else None) as run:
            names["__builtins__"] = namespace(run, tools)
        code = types.FunctionType(fresh, names)
        code()
        found = {each.opname for each in dis.get_instructions(code, adaptive=True)}
        known.append("LOAD_GLOBAL_BUILTIN" in found)
        assert [*names["__builtins__"]] == [*template(tuple(tools))]
    assert all(known[20:])


def test_no_collection_that_is_searched_item_by_item_goes_unguarded():
    """`x in [s] * 10**6` compares two long texts a million times, in one C call."""
    for kind in STATIC[words.COLLECTIONS]:
        if kind.__name__.startswith("dict_"):
            long = getattr(dict.fromkeys(range(10_000)), kind.__name__[5:])()
        elif kind is str:
            long = "x" * 10_000
        else:
            long = kind() if issubclass(kind, dict) else kind(range(256))
            if issubclass(kind, dict):
                dict.update(long, dict.fromkeys(range(256)))
        assert STATIC[words.CONTAINER](long) is long
        assert kind not in (list, tuple)


def test_nothing_is_offered_that_python_has_not():
    assert set(dir(builtins)) >= OFFERED
    assert not any(name.startswith("_") for name in OFFERED)


ABSENT = """
    open breakpoint help exit quit input copyright
    credits license
""".split()


def test_what_would_reach_out_is_absent():
    assert not STATIC.keys() & set(ABSENT)
    assert STATIC["__import__"] is not __import__


def test_every_builtin_is_there_or_left_out_on_purpose():
    """A name that a new Python adds shows up here, and somebody decides."""
    constants = {"True", "False", "None", "aiter", "anext"}
    public = {name for name in dir(builtins) if not name.startswith("_")}
    assert public - OFFERED - constants <= set(ABSENT)


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_shims_carry_the_builtins_name(name):
    with running() as run:
        ours, native = namespace(run, {})[name], getattr(builtins, name)
    assert getattr(ours, "__name__", None) == getattr(native, "__name__", None)
    assert "__wrapped__" not in getattr(ours, "__dict__", {}) or isinstance(ours, type)


def test_identities_are_stable_and_unique_but_no_addresses():
    first, second = object(), object()
    identity = STATIC["id"]
    assert identity(first) == identity(first) != identity(second)
    assert identity(first) != id(first)
