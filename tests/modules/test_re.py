# ruff: noqa: E501  A row of a table stays on one line.
"""`re`: what CPython's gives, in bounded time."""

from __future__ import annotations

import contextlib
import re
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.modules import re_engine, timing
from cloche.runtime.modules.re import compile as compile_
from cloche.runtime.modules.re_cost import Cost
from cloche.runtime.modules.re_error import ERROR
from cloche.runtime.modules.re_pattern import engine_of
from cloche.runtime.modules.re_same import check_same
from cloche.runtime.run import Run
from harness import assert_same

from .tables import PATIENCE, TIGHT, gives, same, stopped

HEADER = "import re"

test_same = same(
    HEADER,
    r"""
    re.match("a(b)?", "ac").groups(), re.match("(a)(b)?", "a").groups("x"), re.match("(?P<n>a)", "a").groupdict()

    m = re.search(r"(?P<first>\w+) (?P<last>\w+)", "  Jane Doe!")
    m.group(), m.group(1), m.group("last"), m.group(1, 2), m["first"], m[2], m.start(), m.end("last"), m.span(1), m.pos, m.endpos, m.lastindex, m.lastgroup, m.string, m.re.pattern, m.regs

    m = re.search("a", "xax")
    m, bool(m), re.search("b", "xax"), m.expand(r"<\g<0>\n>")

    m = re.match("ab", "ab")
    def error(f):
        try:
            return f()
        except TypeError as e:
            return str(e).replace("re.Match", "Match")
    [error(f) for f in (lambda: iter(m), lambda: list(m), lambda: [x for x in m], lambda: dict(m), lambda: sorted(m), lambda: max(m))]

    re.match("a", "a").group(3)

    re.match("a", "a").group("n")

    re.match("(a)", "a").start(2)

    re.match("a", "a")["x"]

    re.findall("a(b)", "abab"), re.findall("(a)(b)?", "aba"), re.findall("", "ab"), re.findall(r"\w", "é_1")

    [m.span() for m in re.finditer("a*", "baac")], [m[0] for m in re.compile("b").finditer("abcb", 2)]

    re.split(",", "a,b,,c"), re.split("(,)", "a,b"), re.split(",", "a,b,c", maxsplit=1), re.split("x*", "axbc"), re.split(",", "a,b", maxsplit=-1)

    re.sub("a", "b", "aXa"), re.sub("(a)(X)", r"\2\1", "aX"), re.sub("a", lambda m: m[0] * 2, "aba"), re.sub("", "-", "ab"), re.sub("a", "b", "aaa", count=2)

    re.sub("(?P<x>a)", r"\g<x>\g<1>", "a"), re.subn("a", "b", "aa"), re.sub("a", r"\\n\n", "a"), re.sub(b"a", b"b", b"a"), re.sub("x*", "-", "abxd")

    re.sub("(a)|b", r"[\1]", "ab"), re.sub("a", lambda m: None, "xay") if False else 1

    re.sub("a", r"\9", "a")

    re.sub("a", r"\g<x>", "a")

    re.sub("a", lambda m: 3, "xay")

    re.sub("a", 3, "xay") if False else 1

    re.sub("a", "b", 3)

    re.search("a", b"a")

    re.search(b"a", "a")

    re.search("a", None)

    re.compile(3)

    re.compile("(")

    re.compile("a**")

    re.compile("(?P<1>a)")

    re.compile("[z-a]")

    re.compile(r"\p{L}")

    try:
        re.compile("a(b")
    except re.error as e:
        found = (e.msg, e.pattern, e.pos, e.lineno, e.colno)
    found

    p = re.compile("(?i)a(?P<x>b)", re.M)
    p.pattern, p.flags, p.groups, p.groupindex, p, p == re.compile("(?i)a(?P<x>b)", re.M), p == re.compile("a"), hash(p) == hash(p), re.compile(p) is p

    re.compile(re.compile("a"), re.I)

    re.I | re.M, re.I, re.IGNORECASE == re.I, re.I & re.M, bool(re.I & re.I), re.compile("a", re.I | re.X).flags, re.NOFLAG, re.DOTALL.value, str(re.A), re.S.name, re.compile("a", 2).flags, re.I | 8, 8 | re.I, isinstance(re.I, re.RegexFlag)

    re.escape("a.b*[c]"), re.escape(b"a b")

    re.fullmatch("a+", "aaa"), re.fullmatch("a+", "aab"), re.compile("^a", re.M).findall("a\na"), re.compile("b").match("abc", 1), re.compile("b").search("abc", -5, 2)

    re.search("a.c", "a\nc"), re.search("a.c", "a\nc", re.S), re.search("(?x) a  b # c", "ab"), re.search("(?s:.)", "\n")

    isinstance(re.compile("a"), re.Pattern), isinstance(re.match("a", "a"), re.Match), type(re.compile("a")) is re.Pattern, isinstance("a", re.Pattern)

    re.Pattern()

    re.Match()

    re.sub(r"(?<=a)b(?!c)", "X", "abc abd"), re.findall(r"(?=(\w\w))", "abcd"), re.findall(r"(\w)\1", "aabbc"), re.match(r"(a)?(?(1)b|c)", "ab"), re.match("(?>a+)b", "aab"), re.match("a++b", "aab")

    class S(str): pass
    re.findall("a", S("aa")), re.sub(S("a"), S("b"), S("aa")), re.match("a", bytearray(b"a").decode()).group()

    f = re.compile("b").sub
    f("x", "abc"), list(map(re.compile("a").match, ["a", "b"])), max(re.compile("a+").findall("a aaa"), key=len)

    import copy_ if False else re
    1

    re.compile("a") is re.compile("a"), re.compile("a") is re.compile("a", 0), re.compile("a", re.I) is re.compile("a"), re.compile("a") == re.compile(b"a")

    # Twice each, since a text of a length that was seen before is left to `re`.
    p = re.compile(r"(?P<k>\w+)=(\w*)|(;)")
    def every(t):
        return (
            [m and m.groups() for m in (p.search(t), p.match(t), p.fullmatch(t))], p.findall(t), p.split(t),
            [(m.span(), m.span("k"), m[2], m.lastgroup) for m in p.finditer(t)], p.sub("-", t), p.subn("", t), p.sub(r"[\g<k>%\2%%s]", t),
            p.sub(r"<\3>", t), p.sub(r"\\", t), p.sub(r"\n", t), p.subn(lambda m: m.group("k") and m["k"].upper() or "?", t), p.sub(lambda m: None, t),
        )
    [every(t) for t in ["a=b;c=;x", "", ";", "a=b", "a=b;c=;x", "", ";", "a=b", "k=v " * 30, "k=v;" * 30]]

    p = re.compile(rb"(\w)=(\w*)|(;)")
    [(p.sub(rb"[\1%\2%%b]", t), p.sub(b"%", t), p.sub(rb"<\3>", t), p.findall(t), p.split(t), p.sub(lambda m: bytearray(b"x"), t)) for t in [b"a=b;c=", b"a=b;c=", bytearray(b"a=b")]]

    p = re.compile("a|(b)")
    [p.sub(r"\1", "abc"), p.sub(r"\1", "abc"), p.sub(r"\1\1-", "abc"), p.sub("", "", 3), p.sub("x", "ababab", 2), p.subn(r"<\1>", "ababab", 3), p.split("ab1", 1), p.split("ab1", -1), p.sub("x", "ab", -1)]

    p = re.compile("(a)")
    p.sub("x", "a"), p.sub("", "a"), p.sub(b"x" if False else "y", "a")
    p.sub(b"x", "a")

    p = re.compile("(a)")
    p.sub("x", "a")
    p.sub(3, "a") if False else p.sub(lambda m: 3, "aba")

    p = re.compile("(a)")
    p.sub("x", "a")
    p.sub(r"\2", "a")

    p = re.compile("(a)")
    p.match("a")
    p.match(b"a")

    p = re.compile("(a)")
    p.match("a"), p.match(string="a"), p.match("ba", 1), p.match("ba", pos=1), p.match("ab", endpos=0), p.search(endpos=9, string="ba"), p.sub(repl="b", string="a", count=1), p.split(string="bab", maxsplit=1), p.subn(string="a", repl="")

    m = re.match("(?P<a>a)(b)?", "a")
    m.group(True), m.start("a"), m.end(2), m.span(True), m.group("a", 2, 0), m.groupdict(default=3), m.groups(default=3), m.groups(4)

    m = re.match("(?P<a>a)", "a")
    def told(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)
    class I:
        def __index__(self): return 1
    [told(f) for f in (lambda: m.group([]), lambda: m.group(1.5), lambda: m.group(None, 0), lambda: m[()], lambda: m[-1], lambda: m.group(2**100), lambda: m.start([]), lambda: m.span("b"), lambda: m.group(I()), lambda: m.end(I()), lambda: m[I()], lambda: re.Match.group(3), lambda: re.Match.start(), lambda: re.Pattern.sub(3, "", ""), lambda: re.Pattern.match(), lambda: m.group(x=1), lambda: m.span(1, 2))]
    """.replace("    import copy_ if False else re\n    1\n", ""),
)

test_absent = gives(
    HEADER,
    {
        "re.DEBUG": "AttributeError",
        "re.Scanner": "AttributeError",
        "re.compile('a').scanner('a')": "AttributeError",
        "re.compile('a' * 100000)": f"{re.error.__name__}: this pattern is too long here",
        "re.compile('(?i)' + '[\\U00000000-\\U0010ffff]' * 5)": f"{re.error.__name__}: the sets of this pattern are too large",
        "re.compile('(' * 20000)": "RecursionError",
        "re.compile('a').pattern.__class__.__name__": "'str'",
        "re.Pattern.search(3, 'a')": "TypeError",
        "re.compile('[[a]')": "re.compile('[[a]')",
        "re.purge()": "None",
    },
)

#: `re` needs longer than the universe has; here each ends, by itself or at a limit.
CATASTROPHES = [
    're.match("(a+)+$", "a" * 40 + "b")',
    're.match("(a|a)*b", "a" * 60)',
    're.match("(a|aa)+$", "a" * 60 + "b")',
    're.match("(.*)*x", "a" * 50)',
    're.match("(a*)*b", "a" * 40)',
    're.match("(?:a?){30}a{30}x", "a" * 45)',
    're.search("a*a*a*a*a*a*b", "a" * 3000)',
    're.match(r"(?:a+)+(a+)\\1x", "a" * 40)',
    're.fullmatch("(?:a+)+", "a" * 40 + "b")',
    're.sub("(x+x+)+y", "", "x" * 50)',
    're.split("(x+x+)+y", "x" * 50)',
    'list(re.finditer("(x+x+)+y", "x" * 50))',
    're.compile("(x+x+)+y").findall("x" * 50)',
]


@pytest.mark.parametrize("call", CATASTROPHES)
def test_catastrophes_end(call):
    began = time.process_time()
    with contextlib.suppress(cloche.LimitExceeded):
        cloche.run(f"import re\nrepr({call})", limits=TIGHT)
    assert time.process_time() - began < PATIENCE


test_stopped = stopped(
    HEADER,
    r"""
    re.search(r"\s+$", " " * 500000 + "x")

    re.findall("(?=(a+))", "a" * 100000)

    re.sub("a", "b" * 10**6, "a" * 10**6)

    re.sub("(a+)", r"\1" * 1000, "a" * 10**6)

    re.sub("a", lambda m: "b" * 10**6, "a" * 10**6)

    re.sub("", "b" * 10**5, "a" * 10**5)

    while True: re.search("x", "a" * 10**6)

    i = 0
    while True:
        i += 1
        re.compile("[a-z]" * 100 + str(i))

    m = re.match("a*", "a" * 10**6)
    while True: m.group()

    m = re.match("a*", "a" * 10**6)
    m.expand(r"\g<0>" * 1000)

    m = re.match("a*", "a" * 10**6 + "b")
    m.expand(r"\g<0>" * 500)

    p = re.compile(".")
    t = "a" * 500
    p.sub("b", t)
    while True: p.sub(lambda m: "b" * 10**6, t)

    class Lying(str):
        def __len__(self): return 0
    p, t, long = re.compile("."), "a" * 500, Lying("b" * 10**7)
    p.sub("b", t)
    p.sub(lambda m: long, t)

    p, t = re.compile("(.*)"), "a" * 1000
    p.sub(r"x", t)
    while True: p.sub(r"\1" * 1000, t)

    p = re.compile("a")
    p.match("a")
    while True: p.match("b")

    p = re.compile("a")
    p.findall("a")
    while True: p.findall("b")

    t = ()
    for i in range(60): t = (t, t)
    re.match("a", "a").group(t)
    """,
)

# --- The two engines agree ----------------------------------------------------------------------

_ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\w", r"\d", r"\s", r"\b", "^", "$", r"\A", r"\Z", "c", "1", " ",
     r"[a-c]", r"[^\W\d]", r"[\s1]", r"\B", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "é", r"\n"]
)  # fmt: skip


def _combine(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    quantifier = st.sampled_from(
        ["*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??", "{0,2}?", "*+", "++"]
    )
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})"),
        st.tuples(inner, quantifier).map(lambda p: f"(?:{p[0]}){p[1]}"),
        st.tuples(inner, quantifier).map(lambda p: f"({p[0]}){p[1]}"),
        inner.map(lambda p: f"({p})"),
        inner.map(lambda p: f"(?i:{p})"),
        inner.map(lambda p: f"({p})\\1"),
        inner.map(lambda p: f"(?>{p})"),
        inner.map(lambda p: f"(?={p})"),
    )


PATTERNS = st.recursive(_ATOMS, _combine, max_leaves=6)
FLAGS = st.sampled_from([0, re.I, re.M, re.S, re.A, re.I | re.M, re.I | re.A])
TEXTS = st.text(alphabet="aAbBc1 \né", max_size=8)


def _spans(matches):
    return [[m.span(i) for i in range(m.re.groups + 1)] for m in matches]


@pytest.fixture(scope="module")
def run():
    run = Run(Limits(steps=None, seconds=None, memory=None))
    token = run.enter()
    yield run
    run.leave(token)


@settings(max_examples=400)
@given(PATTERNS, FLAGS, st.lists(TEXTS, min_size=3, max_size=6))
def test_regex_reads_a_rewritten_pattern_as_re_does(pattern, flags, texts):
    run = Run(Limits())
    token = run.enter()
    try:
        try:
            engine = re_engine.engine(pattern, flags)
            patient = engine._patient("", 0)
        except (re.error, ERROR):
            return
        for text in texts:
            for method in ("search", "match", "fullmatch"):
                ours = getattr(engine.native, method)(text)
                theirs = getattr(patient, method)(text, timeout=2)
                assert (ours is None) == (theirs is None), (method, text)
                if ours is not None:
                    assert ours.span() == theirs.span(), (method, text)
            assert [m.span() for m in engine.native.finditer(text)] == [
                m.span() for m in patient.finditer(text)
            ], text
    finally:
        run.leave(token)


def test_both_agree_on_classes_of_ascii(run):
    text = "".join(map(chr, range(256)))
    for pattern in (
        r"\w",
        r"\W",
        r"\d",
        r"\D",
        r"\s",
        r"\S",
        r"[^\s]",
        r"[^\w]",
        ".",
        "[a-z]",
        "[^a-z]",
    ):
        for flags in (0, re.I, re.A, re.S, re.A | re.I):
            engine = re_engine.engine(pattern, flags)
            assert engine._patient("", 0).findall(text) == engine.native.findall(text), (
                pattern,
                flags,
            )


@pytest.mark.parametrize("flags", [0, re.I])
def test_characters_they_disagree_on_are_refused(run, flags):
    """Whatever both accept, they treat alike; the rest is an error and never a wrong answer."""
    engine = re_engine.engine(r"\w|\d", flags)
    refused = 0
    for start in range(0x80, 0x3000, 64):
        text = "".join(map(chr, range(start, start + 64)))
        try:
            patient = engine._patient(text, len(text))
        except (re.error, ERROR):
            refused += 1
            continue
        assert patient.findall(text) == engine.native.findall(text), hex(start)
    assert refused < 30


#: Of characters that are no neighbours.
BEYOND = "".join(map(chr, range(0x10200, 0x18200, 2)))


@pytest.mark.parametrize(
    ("pattern", "method", "length", "quick"),
    [
        (r"\d+", "search", 10**6, True),
        (r"\w+@\w+\.com", "search", 1000, True),
        (r"\w+@\w+\.com", "search", 10**6, False),
        (r"(\w+)\s*=\s*(.*)", "match", 10**5, True),
        (r"(?:\w+,)*\w+;", "match", 1000, True),
        (r"(a+)+$", "match", 40, False),
        (r"(a|b)*c", "match", 64, True),
        (r"(ab|a)*c", "match", 64, False),
        (r"(?:a?){30}a{30}", "match", 60, False),
        (r".*.*.*=", "search", 1000, False),
        (r"\s+$", "search", 10**6, False),
        (r"^\s*#", "match", 10**6, True),
        (r"(.)\1", "search", 10**4, False),
        ("(?:" * 400 + "a" + ")*" * 400, "match", 10, False),
        # What is beyond U+FFFF in a set is gone through for each character.
        ("[\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680]+", "search", 10**6, True),
        (f"[{BEYOND}]", "search", 100, True),
        (f"[{BEYOND}]", "search", 10**4, False),
        (f"[^{BEYOND}]*", "match", 10**4, False),
        (f"x?[^{BEYOND}]*", "search", 10**4, False),
        (f"(?:[^{BEYOND}]y?)*", "fullmatch", 10**4, False),
        (f"(?<=[{BEYOND}])x", "search", 10**4, False),
        ("|".join(BEYOND), "search", 10**4, False),
        (
            f"[{BEYOND.translate({each: each - 0x10000 for each in map(ord, BEYOND)})}]",
            "search",
            10**6,
            True,
        ),
    ],
)
def test_which_engine(run, pattern, method, length, quick):
    import re._parser as parser

    assert Cost(parser.parse(pattern), False).allows(method, length) is quick


def _steps(pattern, text=None):
    """Return what a run pays for compiling a pattern, or for compiling it for `regex` as well."""
    run = Run(Limits())
    token = run.enter()
    try:
        engine = re_engine.engine(pattern, 0)
        before = run.budget.steps
        if text is None:
            return before
        engine._patient(text, 0)
        return run.budget.steps - before
    finally:
        run.leave(token)


def test_each_run_pays_for_the_patient_engine():
    pattern = r"(?:a*)*\b\b\b\b"
    first = _steps(pattern, "a")
    assert first > 200 * 4 * 50  # in `regex` a boundary is spelled out
    assert _steps(pattern, "a") == first


@pytest.mark.parametrize(
    "pattern", ["(?:a*)*" + r"\b" * 900, "(?:a*)*" + r"\S" * 900, f"(?:a*)*[{BEYOND}]"]
)
def test_what_is_long_for_the_patient_engine_is_refused(run, pattern):
    with pytest.raises(ERROR, match="may take too long"):
        re_engine.engine(pattern, 0)._patient("", 0)


def test_sets_are_paid_for_by_what_they_take():
    cheap = [_steps(each) for each in ("[abc]", "[a-z]", "[^\u0430-\u044f]", "[\u0430\u0451]")]
    assert max(cheap) < 1000
    dear = ("[\u0430-\u044f\u0451x]", "(?i)[a-z]", "(?i:[a-z])", "x|(?:y(?i:[a-z])?)")
    assert min(map(_steps, dear)) > 4000
    assert 12000 < _steps("(?i)[a-z][a-z](?:[a-z])") < 13000
    assert max(map(_steps, (b"(?i)[a-z]", "(?ai)[a-z]"))) < 1000


@pytest.mark.parametrize("unit", ["[\u0430-\u044f\u0451x]", "(?i:[a-z])"])
def test_too_many_sets_are_refused(run, unit):
    with pytest.raises(ERROR, match="the sets of this pattern are too large here"):
        re_engine.engine(unit * 2501, 0)


def test_a_set_is_gone_through_once(run, monkeypatch):
    import re._constants as op
    import re._parser as parser

    from cloche.runtime.modules import re_cost

    seen = []
    monkeypatch.setattr(
        re_cost, "characters", lambda code, argument: seen.append(code) or frozenset()
    )
    pattern = "[a-z]"
    for _ in range(20):
        pattern = f"(?:{pattern}x?|b)*"
    cost = Cost(parser.parse(pattern), False)
    for length in (10, 100, 1000):
        cost.bound("search", length)
    assert len([code for code in seen if code is op.IN]) == 1


def _said(pattern, text, template):
    """Return what every method of a pattern says of a text."""
    return (
        [repr(getattr(pattern, method)(text)) for method in ("search", "match", "fullmatch")],
        pattern.findall(text),
        pattern.split(text),
        pattern.split(text, 1),
        pattern.subn(template, text),
        pattern.sub(lambda m: f"[{m[0]}]", text),
        pattern.sub(lambda m: f"[{m[0]}]", text, 2),
        [(repr(m), m.groups(), m.regs) for m in pattern.finditer(text)],
    )


@settings(max_examples=300)
@given(PATTERNS, TEXTS, st.sampled_from(["x", r"<\g<0>>", "", r"%\n\g<0>\g<0>"]))
def test_methods_agree_with_re(pattern, text, template):
    run = Run(Limits())
    token = run.enter()
    try:
        try:
            native = re.compile(pattern)
        except (re.error, ERROR):
            return
        ours = compile_(pattern)
        # The second time it is known how long `re` takes at most.
        for _ in range(2):
            assert _said(ours, text, template) == _said(native, text, template)
    finally:
        run.leave(token)


def test_what_takes_an_instant_is_left_to_re():
    """What `_said` compares the second time is another way than the first."""
    run = Run(Limits(steps=None, seconds=None))
    token = run.enter()
    pattern = compile_("a+b")
    engine = engine_of(pattern)
    assert engine.search_within == engine.match_within == engine.fullmatch_within == -1
    _said(pattern, "aab", "x")
    assert engine.search_within == engine.match_within == engine.fullmatch_within == 3
    pattern.match("a" * 10**6)
    pattern.search("a" * 10**4)
    assert engine.match_within < 10**6
    assert engine.search_within == 3
    steps = run.budget.steps
    pattern.search("aab")
    assert run.budget.steps == steps + 1
    run.leave(token)


def test_the_hosts_cache_is_left_alone():
    re.purge()
    re.compile("host")
    before = dict(re._cache)
    cloche.run(
        "import re\n[re.compile('x' + str(i)) for i in range(50)]\nre.sub('a', r'\\g<0>', 'a')"
    )
    assert {key for key in re._cache if "x1" in str(key[1])} == set()
    assert set(before) <= set(re._cache)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="new in 3.13")
def test_pattern_error():
    assert cloche.run("import re\nre.PatternError is re.error") is True


def test_what_other_runs_have_compiled_makes_no_difference(monkeypatch):
    # What took long is paid for by the clock.
    monkeypatch.setattr(timing, "thread_time", lambda: 0.0)
    box = cloche.Sandbox()
    source = "re.findall('[a-q]+', 'abc'), re.sub('x', 'y', 'axa'), re.split('(a|b)*c', 'abac')"
    first = box.execute(f"import re\n{source}").steps
    assert box.execute(f"import re\n{source}\n").steps == first
    steps = []
    for _ in range(2):
        run = Run(Limits())
        token = run.enter()
        check_same(re.compile("Ж"), "Дж")
        check_same(re.compile("Ж"), "Дж")
        steps.append(run.budget.steps)
        run.leave(token)
    assert steps == [300, 300]


LARGE = """
import re, json
l = []
for _ in range(40): l = [l, l]
class Own(re.error): pass
class OwnJson(json.JSONDecodeError): pass
class Long:
    def __repr__(self): return 'a' * 10_000_000
"""


@pytest.mark.parametrize("message", ["l", "['a' * 3_000_000] * 300", "(Long(),) * 50"])
@pytest.mark.parametrize(
    "error", ["re.error", "Own", "json.JSONDecodeError", "OwnJson", "json.decoder.JSONDecodeError"]
)
def test_what_errors_write_of_their_message_is_paid_for(error: str, message: str) -> None:
    box = cloche.Sandbox(limits=cloche.Limits(steps=1_000_000, memory=64 * 2**20, seconds=None))
    with pytest.raises((cloche.MemoryLimitExceeded, cloche.StepLimitExceeded)):
        box.run(f"{LARGE}{error}({message}, 'b', 1)")


@pytest.mark.parametrize("pattern", ["(?:ab|a){2,}+b", "(ab)++c", "(?:a(b)?){1,2}+"])
def test_possessive_repeats_of_more_than_a_character_are_for_short_texts(pattern: str) -> None:
    assert_same(f"import re\n[re.search({pattern!r}, 'ab' * n) for n in range(3)] == [None] * 3")
    dear = f"re.search({pattern!r} + '(x+x+)*y|', 'ab' * 100_000)"
    with pytest.raises(cloche.GuestError, match="may take too long"):
        cloche.run(f"import re\n{dear}")


def test_errors_are_those_of_cpython() -> None:
    assert_same("""
import json, re
found = []
class Own(re.error): pass
class OwnJson(json.JSONDecodeError): pass
def note(call, kinds):
    try: call()
    except kinds as e:
        names = [name for name in vars(e) if name[0] != '_']
        found.append((type(e) in kinds, str(e), repr(e), e.args, {n: getattr(e, n) for n in names}))
for pattern in ('(', '[a', 'a**', b'(?P<a', '(?i', 'a' + chr(10) + ')'):
    note(lambda: re.compile(pattern), (re.error,))
for template in (chr(92) + '9', chr(92) + 'g<', chr(92) + 'q'):
    note(lambda: re.sub('(a)', template, 'a'), (re.error,))
for text in ('', '{', '[1,', '{"a" 1}', '"a', '1 2', b'[1, 2', '[' + chr(10) + '}', '\\ufeff1', '"' + chr(1)):
    note(lambda: json.loads(text), (json.JSONDecodeError,))
    note(lambda: json.JSONDecoder().decode(text), (json.JSONDecodeError, TypeError))
    note(lambda: json.JSONDecoder().raw_decode(text), (json.JSONDecodeError, TypeError))
note(lambda: json.decoder.scanstring('abc', 1), (json.JSONDecodeError,))
for kind in (re.error, Own, json.JSONDecodeError, OwnJson):
    for args in (('m', 'ab' + chr(10) + 'c', 3), ('m', 'ab', 1), ('m',), ('m', 'a'), ([1], 'a', 0), (), ('m', [1], 0)):
        def make(): raise kind(*args)
        note(make, (kind, TypeError, AttributeError))
error = re.error('x')
error.note = 3
[found, error.note, issubclass(re.error, Exception), issubclass(json.JSONDecodeError, ValueError),
 re.error.__name__, re.error.__module__, json.JSONDecodeError.__module__, re.error.__doc__]
""")
