# ruff: noqa: E501  A row of a table stays on one line.
"""Every form of an expression in every place: what is made of it passes the verifier.

What the rewriter makes of a place and what the verifier expects there are written separately.
Where they differ a valid program is refused as a bug of ours (`CL999`), and here it is found.
"""

from __future__ import annotations

import re
import sys
import warnings

import pytest

from harness import BOXES
from sampling import halved

#: Forms of an expression; `|` without spaces stands between two.
FORMS = """
1|-1|'s'|None|...|a|T|len|a.b|a.join|a.pop|a.title|a.__class__|a.args
a.get(b)|a.keys()|a.strip(b)|a.count(b)|a.join(b)|f(a)|f(*a, **b)|a[b]|a[0]|a[b, c]|a[(b, 's'), c]|a[1:]|a[:(b, 1)]|a[b:c, 2]|a[*b]|[a][(b, 1)]
(a, b)|((a, 1), 2)|[a, b]|[*a]|(*a, b)|{(a, b)}|{*a}|{(a, 1): b}|{**a}
[i for i in a]|{i for i in a}|{i: i for i in a}|(i for i in a)|[i for *i, j in a]
lambda i=a: i|a if b else c|1 if a else b.pop|a.join if b else c.join|1 if a else b[1:]|1 if a else b % 3|a or b.get|not a|-a
a + b|a + 1|a * b|a * 7|a ** b|a << b|a % 3|a // b|a | b|'%s' % a|[a] * b|a < b|a < b < c|a in b|a not in b in c|a is b
f'{a}'|f'{a!r:>{b}}'|f'{a}{b}'|sorted(a, key=lambda i: i)|super().b|(u := a)|(yield a)|(await a)
"""
#: Places for one, `$`, in an expression.
INSIDE = """
b or $|$ if b else c|b if $ else c|b if c else $|$ < b|b < $|a < $ < c|a < b < $|$ == [b]|b in $|a in $ in c|$ not in (1, 2)
not $|-$|$.b|$.join|$.pop|$.title|$.get(b)|b.get(c, $)|dict.get(b, $)|$.keys()|$.strip(b)|b.strip($)|b.count($)|$.count(b)|b.join($)
$(b)|f($)|f(b, *$)|f(**$)|f(*a, k=$)|$[b]|$[b:c]|b[$]|b[$, c]|b[($, 1)]|b[$:c]|b[::$]|b[($, 1):c]|b[*$]|list(b)[:($, 1)]|list(b)[($, (1, $)), c]|'abc'[$]
[b, *$]|($,)|(($, 1), 2)|{($, 1)}|{*$}|{($, 1): b}|{b: $}|{**$, b: c}
[$ for i in b]|[i for i in $]|[i for i in b if $]|[i for j in b for i in $]|{$ for i in b}|{$: i for i in b}|($ for i in b)|[i for *i, j in $]|[i for i, j in enumerate($)]|[i for i in ($, 1)]
lambda: $|lambda i=$: i|f'{$}'|f'{b:{$}}'|f'{$}{b}'|(w := $)|len($)|sorted(b, key=$)|max($, b)|'%s' % $|$ + b|b + $|$ * b|b * $|$ ** b|b % $|$ % 3|$ // b|b << $|b | $|b - $|$ @ b
"""
#: Places in a statement; `;;` stands for a line break.
STATEMENTS = """
$
x, y = $
x, *y = $
x, *y = z = $
x.a = $
x.__len__ = $
x.args = $
x.join = $
x[k] = $
x[$] = b
x[$, 1] = b
x[($, 1), 2] = b
x[*$] = b
x[1:2] = $
x[$:] = b
x[1:, $] = b
$.a = b
$[k] = b
$[1:] = b
$.join = b
$[k], *y = b
x: $ = b
x.a: $
x[$]: int = b
del $[b], b[$], b[$:c], b[$, 1], $.a
for i in $: f()
for i in ($, 1): f()
for i, *j in $: f()
for i in zip($, reversed($)): f()
for x.a, x[$], $.a in b: f()
for x[$:] in b: f()
while $: f()
if b: f();;elif $: f();;else: f()
with $ as y, b as x[$]: f()
assert $, $
raise $ from $
try: f();;except ($, b): f()
try: f();;except* $: f()
match $:;;  case 1: f();;  case [a.b, *c]: f()
match $:;;  case a.b: f()
match b:;;  case 1 if $: f()
class X($, k=$): f()
class X(*$, **$): a: $ = $
@$;;def g(a=$, *, b: $ = $) -> $: return $
@$;;class X: pass
def g(*i: *$): x = yield $
async def g():;;  async with $ as y: return [i async for i in $]
async def g():;;  async for i, *j in $: await $
def g[V: $, W: ($, b)](a: $ = b): return $
class X[V]($): a = $
type X[V: $] = $
def g[V = $, *W = *$](): f()
"""
#: What is augmented by an expression, and by what it depends on one.
TARGETS = "x x.a x[k] x[0] x.join x.pop x.args x.title x[1:] x[1:,k] x[*k] x[(k,1),2] x[a][b] f().a T T.a x[[1]] (x[k])"
KEYED = "$.a $[k] x[$] x[$,1] x[($,1),2] $.join x[$:]"
OPERATORS = "+= -= *= //= %= @= |= <<= **="
SCOPES = [
    "def outer(a, x, T=1):\n {}",
    "class Outer:\n {}",
    "async def outer(a, x):\n {}",
]
if sys.version_info >= (3, 12):
    SCOPES += ["def outer[T](a, x):\n {}", "class Outer[T]:\n {}", "class Outer[T]:\n def m[V](self, a):\n  {}"]  # fmt: skip

#: Each place is tried with one form of so many, in one of the scopes, with or without proofs.
SHARE = 12

#: What has been refused so, once.
FOUND = [
    "x[k] = 1 if a else b.pop",
    "x = list(b)[:(a, 's')], list(b)[(1, (a, 2)), c]",
    "x = a < b < T",
    "T *= 3",
    "x[1:2] //= 3",
]


def _split(text: str) -> list[str]:
    return [each for line in text.strip().splitlines() for each in re.split(r"(?<! )\|(?! )", line)]


PLACES = [
    *(each.replace(";;", "\n") for each in STATEMENTS.strip().splitlines()),
    *(f"x = {each}" for each in _split(INSIDE)),
    *(f"{target} {operator} $" for target in TARGETS.split() for operator in OPERATORS.split()),
    *(f"{target} {operator} b" for target in KEYED.split() for operator in OPERATORS.split()),
]


def _is_python(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            compile(text, "<guest>", "exec")
        except SyntaxError:
            return False
    return True


def _placed(place: str, scope: str) -> str:
    return scope.replace("{}", place.replace("\n", "\n" + " " * scope.count("\n")))


def _programs(number: int, place: str) -> list[str]:
    """Return *place*, in a scope, with some of the forms that may stand there."""
    scope = SCOPES[number % len(SCOPES)]
    found = []
    for form in _split(FORMS)[number % SHARE :: SHARE]:
        for written in (form, f"({form})"):
            text = _placed(place.replace("$", written), scope)
            if _is_python(text):
                found.append(text)
                break
    return found


def _bugs(programs: list[str], optimize: bool) -> list[str]:
    """Return those of *programs* that are refused as a bug."""
    codes = {each.code for each in BOXES[optimize].lint("\n".join(programs))}
    if not codes:
        return []
    if len(programs) == 1:
        return programs if "CL999" in codes else []
    # What is refused for another reason hides the others.
    half = len(programs) // 2
    return _bugs(programs[:half], optimize) + _bugs(programs[half:], optimize)


@halved
@pytest.mark.parametrize(("number", "place"), [*enumerate(PLACES)], ids=PLACES)
def test_it_is_never_refused_as_a_bug(number: int, place: str) -> None:
    programs = _programs(number, place)
    assert not programs or not _bugs(programs, bool(number // len(SCOPES) % 2))


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("text", FOUND)
def test_what_has_been_refused_so_is_no_more(text: str, optimize: bool) -> None:
    assert not _bugs([_placed(text, scope) for scope in SCOPES], optimize)
