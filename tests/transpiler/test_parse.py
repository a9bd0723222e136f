"""Stage parse: LibCST's reading of text that the gate has let pass."""

from __future__ import annotations

import libcst
import pytest

from cloche.transpiler import parse as stage
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.gate import gate
from cloche.transpiler.parse import parse
from cloche.transpiler.policy import SourceLimits

READ = [
    "",
    "x = 1",
    "x = 1\n# end",
    "def f(a, /, b=1, *c, d, **e) -> int:\n\treturn a  # why\n",
    "match x:\n    case {'a': [1, *_], **rest} if rest: pass\n",
    "try: a\nexcept* B as c: pass\n",
    "with (a as b, c): pass\n",
    # newer than the oldest CPython here: the grammar does not depend on the interpreter
    "type X[T] = list[T]\n",
    "def f[T: int](x: T) -> T: return x\n",
    "x = f'{'a'}{b!r:>{c}}'\n",
]


@pytest.mark.parametrize("text", READ)
def test_every_character_is_kept(text: str):
    assert parse(text).code == text


#: Programs for CPython that LibCST 1.9 cannot read, and where it says so.
UNREADABLE = [
    ("class A(b, c=d, *e): pass\n", 1),
    ("x = 1\n(y): int = 2\n", 2),
]


@pytest.mark.parametrize(("text", "line"), UNREADABLE)
def test_what_only_cpython_reads(text: str, line: int):
    gate(text, SourceLimits())
    with pytest.raises(Refusal) as caught:
        parse(text)
    (found,) = caught.value.diagnostics
    assert (found.code, found.line) == ("CL006", line)
    assert found.column >= 0
    assert found.message.startswith("LibCST cannot read this")


class PanicException(BaseException):
    """What pyo3 raises when Rust code panics, by name and base."""


@pytest.mark.parametrize("error", [RecursionError, ValueError, MemoryError, PanicException])
def test_whatever_the_native_parser_raises(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
):
    def fail(text: str) -> libcst.Module:
        raise error("no")

    monkeypatch.setattr(stage.libcst, "parse_module", fail)
    with pytest.raises(Refusal) as caught:
        parse("x")
    assert [found.code for found in caught.value.diagnostics] == ["CL006"]


def test_an_interrupt_is_not_a_refusal(monkeypatch: pytest.MonkeyPatch):
    def interrupt(text: str) -> libcst.Module:
        raise KeyboardInterrupt

    monkeypatch.setattr(stage.libcst, "parse_module", interrupt)
    with pytest.raises(KeyboardInterrupt):
        parse("x")
