"""The gate: what passes, what is refused with which code and where, and that nothing kills it."""

from __future__ import annotations

import ast
import sys
import threading
import warnings

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cloche.transpiler.diagnostics import Diagnostic, Refusal
from cloche.transpiler.gate import gate
from cloche.transpiler.parse import parse
from cloche.transpiler.policy import SourceLimits
from sampling import halved

LIMITS = SourceLimits()


def refused(source: str | bytes, limits: SourceLimits = LIMITS) -> Diagnostic:
    """Return the one diagnostic that *source* is refused with."""
    with pytest.raises(Refusal) as caught:
        gate(source, limits)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def nested(depth: int, line: str = "if a:") -> str:
    """Return *depth* blocks inside one another."""
    return "".join(" " * i + line + "\n" for i in range(depth)) + " " * depth + "pass\n"


# --- Text ------------------------------------------------------------------------------

TEXTS = [
    ("", ""),
    ("x = 1", "x = 1"),
    (b"x = 1\n", "x = 1\n"),
    ("x = 'é'\n".encode(), "x = 'é'\n"),
    ("\ufeffx", "x"),
    (b"\xef\xbb\xbfx", "x"),
    (b"# coding: utf-8\nx", "# coding: utf-8\nx"),
    (b"#!/bin/sh\n# -*- coding: UTF_8 -*-\nx", "#!/bin/sh\n# -*- coding: UTF_8 -*-\nx"),
    (b"x = 1\n# coding: latin-1\n", "x = 1\n# coding: latin-1\n"),  # too late to count
    ("# coding: latin-1\nx", "# coding: latin-1\nx"),  # a str is decoded already
    ("a\r\nb\r\n", "a\nb\n"),
    ("a\rb", "a\nb"),
    ("a\r\r\nb\n\rc", "a\n\nb\n\nc"),
    (b'x = """a\r\nb\rc"""', 'x = """a\nb\nc"""'),
    ("'\\x0b \x0b \x1c \u2028 \x85 \x0c'", "'\\x0b \x0b \x1c \u2028 \x85 \x0c'"),
    ("# \x0b \x1c \u2028 \x85 \x0c", "# \x0b \x1c \u2028 \x85 \x0c"),
    ("a\n\f\nb\n\f# c\n", "a\n\f\nb\n\f# c\n"),
    ("a \f= \f1", "a \f= \f1"),
    ('x = """\n\fa\n\\\n"""', 'x = """\n\fa\n\\\n"""'),
    ("x = \\\n\\\n1", "x = \\\n\\\n1"),
    ("x = [\n\f1,\n\\\n2]", "x = [\n\f1,\n\\\n2]"),
]


@pytest.mark.parametrize(("source", "text"), TEXTS)
def test_text_that_passes(source: str | bytes, text: str):
    gated = gate(source, LIMITS)
    assert gated.text == text
    assert ast.dump(gated.tree, include_attributes=True) == ast.dump(
        ast.parse(text), include_attributes=True
    )
    assert parse(text).code == text


NO_TEXT = [
    ("a\0b", 1, 1, "null"),
    (b"a\n\0", 2, 0, "null"),
    ("a = 'é\ud800'", 1, 6, "surrogate"),
    ("a\r\nb\r\ud800", 3, 0, "surrogate"),
    (b"a\n  \xff", 2, 2, "not UTF-8"),
    ("é = 'é".encode() + b"\xe9'", 1, 6, "not UTF-8"),
    (b"\xff\xfea\x00", 1, 0, "not UTF-8"),
    (b"# coding: latin-1\nx", 1, 0, "latin-1"),
    (b"\n# vim: set fileencoding=cp1252 :\nx", 2, 0, "cp1252"),
    (b"# coding: nonsense\nx", 1, 0, "nonsense"),
    ("\fx", 1, 0, "form feed"),
    ("if a:\n  b\n  \f  c", 3, 2, "form feed"),
    ("if a: b\n\felse: c", 2, 0, "form feed"),
    ("\\\nx", 1, 0, "backslash"),
    ("if a:\n \\\n  b", 2, 1, "backslash"),
]


@halved
@pytest.mark.parametrize(("source", "line", "column", "word"), NO_TEXT)
def test_what_is_not_text(source: str | bytes, line: int, column: int, word: str):
    found = refused(source)
    assert (found.code, found.line, found.column) == ("CL005", line, column)
    assert word in found.message


def test_other_types_are_a_mistake_of_the_host():
    with pytest.raises(TypeError):
        gate(bytearray(b"x"), LIMITS)  # type: ignore[arg-type]


# --- Syntax errors -----------------------------------------------------------------------

ERRORS = [
    # found by the parser
    ("x = (1 1)", 1, 5, "invalid syntax. Perhaps you forgot a comma?"),
    ("éé = (1 1)", 1, 6, "invalid syntax. Perhaps you forgot a comma?"),
    ("(é", 1, 0, "'(' was never closed"),
    ("'a", 1, 0, "unterminated string literal (detected at line 1)"),
    ("'''a\n", 1, 0, "unterminated triple-quoted string literal (detected at line 1)"),
    ("if é:\nb", 2, 0, "expected an indented block after 'if' statement on line 1"),
    ("if a:\n  b\n c", 3, 2, "unindent does not match any outer indentation level"),
    ("if a:\n\tb\n        c", 3, 0, "inconsistent use of tabs and spaces in indentation"),
    ("a\\", 1, 2, "unexpected EOF while parsing"),
    ("a\x0b=1", 1, 1, "invalid non-printable character U+000B"),
    ("a\n\x1c", 2, 0, "invalid non-printable character U+001C"),
    ("a\u2028b", 1, 1, "invalid non-printable character U+2028"),
    ("\ufeff\ufeffx", 1, 0, "invalid non-printable character U+FEFF"),
    (b"\xef\xbb\xbf" * 2 + b"x", 1, 0, "invalid non-printable character U+FEFF"),
    ("1 = x", 1, 0, "cannot assign to literal here. Maybe you meant '==' instead of '='?"),
    # found by the compiler
    ("return", 1, 0, "'return' outside function"),
    ("'é'; return", 1, 5, "'return' outside function"),
    ("x\nbreak", 2, 0, "'break' outside loop"),
    ("continue", 1, 0, "'continue' not properly in loop"),
    ("yield 1", 1, 0, "'yield' outside function"),
    ("nonlocal x", 1, 0, "nonlocal declaration not allowed at module level"),
    ("def f(é, é): pass", 1, 9, "duplicate argument 'é' in function definition"),
    ("def f():\n é; global é", 2, 4, "name 'é' is used prior to global declaration"),
    ("*a, *b = c", 1, 0, "multiple starred expressions in assignment"),
    ("*a = c", 1, 0, "starred assignment target must be in a list or tuple"),
    ("__debug__ = 1", 1, 0, "cannot assign to __debug__"),
    ("from __future__ import braces", 1, 0, "not a chance"),
    ("match x:\n case a, a: pass", 2, 9, "multiple assignments to name 'a' in pattern"),
    ("def f():\n from b import *", 2, None, "import * only allowed at module level"),
    ("def f():\n await é", 2, 1, "'await' outside async function"),
    ("def f():\n async with a: pass", 2, 1, "'async with' outside async function"),
]


@pytest.mark.parametrize(("source", "line", "column", "message"), ERRORS)
def test_syntax_errors_are_cpythons_own(
    source: str | bytes, line: int, column: int | None, message: str
):
    found = refused(source)
    assert (found.code, found.line) == ("CL001", line)
    assert column is None or found.column == column
    assert found.message == message
    assert (found.end_line, found.end_column) >= (found.line, found.column)


def test_await_in_a_plain_function_says_what_would_be_right():
    assert "async def" in refused("def f(): await x").hint


def test_numbers_too_long_for_cpython_to_read():
    assert refused("x = " + "1" * 5000).code == "CL001"


# --- Size ------------------------------------------------------------------------------------

SMALL = SourceLimits(bytes=150, depth=20, nodes=30, pieces=3, brackets=4)

TOO_MUCH = [
    ("x" * 151, "CL002", 1, 0),
    (b"x" * 151, "CL002", 1, 0),
    ("'" + "é" * 80 + "'", "CL002", 1, 0),
    ("x\n" + "-" * 20 + "x", "CL003", 2, None),
    ("é = x" + ".a" * 20, "CL003", 1, None),
    ("x = " + "a or " * 20 + "a", "CL003", 1, None),
    ("import a" + ".a" * 25, "CL003", 1, 8),
    ("x\n'a' 'b'\\\n'c' 'd'", "CL003", 3, 4),
    ("(f'a' 'b'\n\n'c'\n'd')", "CL003", 4, 0),
    ('f\'{f"{a}" "b" "c"}\' \'d\'', "CL003", 1, 14),
    ("((\n(((a)))\n))", "CL003", 2, 2),
    ("f'{a[(({}))]}'", "CL003", 1, 7),
    ("x\n" + "a;" * 20, "CL004", 2, None),
]


@pytest.mark.parametrize(("source", "code", "line", "column"), TOO_MUCH)
def test_limits(source: str | bytes, code: str, line: int, column: int | None):
    found = refused(source, SMALL)
    assert (found.code, found.line) == (code, line)
    assert column is None or found.column == column


NOT_TOO_MUCH = [
    "'a' 'b' 'c'\n'd'",
    "('a' 'b', 'c' 'd')",
    "'a' 'b' ; 'c' 'd'",
    "'((((((((((((' # ((((((((((",
    "'''\n(((((\n(((((\n'''",
    "f'((((({{((((({a}'",
    "rf'\\{a}((((('",
    "f'\\N{EM DASH}((((('",
    "f'{a!r:>{b}}' f'{c:%Y((((}'",
    "f'{a[1:2]}{(lambda: 1)}' 'x'",
]


@pytest.mark.parametrize("source", NOT_TOO_MUCH)
def test_what_only_looks_like_too_much(source: str):
    gate(source, SMALL)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 701")
def test_quotes_nested_in_an_f_string_do_not_hide_brackets():
    """Read as 3.11 does, the brackets would stand inside of strings."""
    assert refused("f'{'a' + ((((('b')))))}'", SMALL).code == "CL003"
    gate("f'{'(((((' + 'b'}'", SMALL)


REAL = {
    "blocks": nested(30),
    "methods": "x = a" + ".b(c)" * 150,
    "lines of methods": "x = (a\n" + "    .b(c, d=[1])\n" * 150 + ")",
    "pieces": "x = (\n" + "    'abc'\n" * 500 + ")",
    "f-string pieces": "x = (\n" + "    f'a{b}c'\n" * 500 + ")",
    "lines": "total = price * (1 + rate)\n" * 5000,
    "table": "x = [\n" + "    {'name': 'ann', 'items': [1, 2.5, (3, None)]},\n" * 2000 + "]",
    "keywords": "f(" + ", ".join(f"k{i}={i}" for i in range(300)) + ")",
    "elif": "if a: b\n" + "elif a: b\n" * 200,
    "pattern": "match x:\n case {'a': [{'b': A(c=(1 | 2 as d))}, *_]}: pass\n" * 20,
    "finally": "def f():\n try:\n" + "  if a: return b\n" * 50 + " finally:\n  c()\n  d()\n",
    "comprehensions": "x = [[[[a for a in b] for b in c] for c in d] for d in e]",
}


@halved
@pytest.mark.parametrize("name", REAL)
def test_what_people_write_passes(name: str):
    # Not `.code`: LibCST's own code generator recurses, and fails at 500 pieces.
    assert parse(gate(REAL[name], LIMITS).text).body


# --- Warnings ----------------------------------------------------------------------------------

WARNED = ["x = '\\d'", "x is 1", "assert (a, 'b')", "1()", "x = 1if a else 2", "'\\400'"]


@pytest.mark.parametrize("action", ["error", "always", "default"])
@pytest.mark.parametrize("source", WARNED)
def test_warnings_neither_show_nor_refuse(
    source: str, action: str, capfd: pytest.CaptureFixture[str]
):
    with warnings.catch_warnings():
        warnings.simplefilter(action)  # type: ignore[arg-type]
        gate(source, LIMITS, "rule.py")
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter(action)  # type: ignore[arg-type]
        gate(source, LIMITS, "rule.py")
    assert recorded == []
    assert capfd.readouterr() == ("", "")


def test_warnings_of_others_are_left_alone():
    gate("x = '\\d'", LIMITS)
    with pytest.warns(SyntaxWarning):
        compile("x is 1", "theirs.py", "exec")


def test_the_filter_is_put_in_once():
    for _ in range(3):
        gate("x", LIMITS)
        warnings.simplefilter("ignore", category=ImportWarning)
    gate("x", LIMITS)
    ours = [one for one in warnings.filters if type(one[3]).__name__ == "_ThisThreadReads"]
    assert ours == [warnings.filters[0]]


def test_threads_do_not_disturb_one_another():
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(50):
                gate("x is 1\ny = '\\d'\n", LIMITS)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


# --- Anything at all -----------------------------------------------------------------------------

CHARACTERS = "ab1 é\n\r\t\f\v\0\\\"'#:;,.=()[]{}*-+@!\ufeff\u2028\x1c\x85\ud800"
WORDS = [
    "if a:", "else:", "for a in b", "def f(a)", "lambda", "match a:\n case ", "f'{", "}'",
    "\n  ", "\n    ", "'''", "return ", "import ", "await ", "\\\n", "# coding: ", "not ",
]  # fmt: skip
ALPHABET = st.sampled_from([*CHARACTERS, *WORDS])
SNIPPETS = st.lists(ALPHABET, max_size=30).map("".join)


def diagnosed(source: str | bytes) -> list[Diagnostic]:
    """Return what gate and parse have to say about *source*, which may be nothing."""
    try:
        parse(gate(source, LIMITS).text)
    except Refusal as refusal:
        return refusal.diagnostics
    return []


def check(source: str | bytes) -> None:
    """*source* passes or is refused, and each diagnostic has a place in it."""
    text = source if isinstance(source, str) else source.decode(errors="replace")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows.append("")  # the end of the text may be a line of its own
    for found in diagnosed(source):
        assert found.code.startswith("CL00")
        assert 1 <= found.line <= len(rows)
        assert 0 <= found.column <= len(rows[found.line - 1])
        assert (found.end_line, found.end_column) >= (found.line, found.column)
        assert "\n" not in found.message


@given(st.one_of(SNIPPETS, st.text()))
@example("f'{é é}'")
@example("é = '\\N{x}'")
@example("\n\n\\")
def test_any_text(source: str):
    check(source)


@given(st.one_of(st.binary(), SNIPPETS.map(lambda text: text.encode(errors="replace"))))
@example(b"\xef\xbb\xbf# coding: \xff")
def test_any_bytes(source: bytes):
    check(source)
