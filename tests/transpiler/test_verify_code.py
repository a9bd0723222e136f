"""The belt on code objects refuses what no guarded program is compiled to."""

from __future__ import annotations

import dis
import sys
from pathlib import Path

import pytest

import cloche
from cloche.transpiler import Refusal, finish
from cloche.transpiler.verify.code import OPCODES, verify_code

ROOT = Path(__file__).parents[2]
SNIPPET = (ROOT / "benchmarks" / "snippet.py").read_text(encoding="utf-8")

REFUSED = [
    "import os", "from os import path", "from os import *", "x.__globals__", "x.__subclasses__()",
    "x = __builtins__", "def f(): return __loader__", "class C:\n    def __del__(self): pass",
    "def f(__ticky__): pass", "lambda: [__loader__ for i in x]", "x.__traceback__.tb_frame",
    "def f():\n    def g():\n        import sys", "f(x.__reduce_ex__)",
    *(each.format("z" * 101) for each in (
        "x.{}", "x.{}()", "x.{} = 1", "del x.{}", "lambda: x.{}", "class C:\n def f(s): super().{}",
        "class C:\n def f(s): super().{}()", "from __future__ import annotations\nx.{} += 1",
    )),
    f"class {'C' * 60}:\n    def f(self): return self.__{'z' * 60}",
]  # fmt: skip


@pytest.mark.parametrize("source", REFUSED)
def test_refused(source: str) -> None:
    with pytest.raises(Refusal) as caught:
        verify_code(compile(source, "<guest>", "exec", dont_inherit=True))
    assert caught.value.diagnostics[0].code == "CL999"


PASS = [
    "", "from __future__ import annotations", "def f(a): yield +a", "x = (*a, b)", "x in {1, 2}",
    "class C:\n    'doc'\n    x: int = 1\n    def f(self): return __class__",
    "def f(__t0__): return __t0__", "x = 1, 2.5, 2j, b'a', None, ..., True, 'a'",
    "async def f():\n    async for a in b: yield a", f"x.{'z' * 100}",
    "{0} = 1\ndel {0}\ndef f():\n    global {0}\n    {0} = {0}()\n    del {0}".format("z" * 101),
    f"class C:\n    def {'z' * 101}(self): pass\n    x = {'z' * 101}", f"{'z' * 101}.a",
]  # fmt: skip


@pytest.mark.parametrize("source", PASS)
def test_pass(source: str) -> None:
    verify_code(compile(source, "<guest>", "exec", dont_inherit=True))


def test_nothing_is_printed_as_at_a_prompt() -> None:
    with pytest.raises(Refusal):
        verify_code(compile("x", "<guest>", "single", dont_inherit=True))


#: (CPython 3.12 and later put one into another: see CL407.)
@pytest.mark.parametrize(
    "source",
    [
        "def f(b):\n def g():\n  [lambda: b for b in []]\n  return b",
        "def f(b):\n class C:\n  [lambda: b for b in [1]]\n  b",
        "lambda b: lambda: ([(b for _ in b) for b in []], b)",
        "lambda b: lambda: ([[lambda: b for _ in []] for b in []], b)",
    ],
)
def test_a_cell_is_not_put_into_another(source: str) -> None:
    code = compile(source, "<guest>", "exec", dont_inherit=True)
    if sys.version_info < (3, 12):
        verify_code(code)
    else:
        with pytest.raises(Refusal, match="a cell"):
            verify_code(code)


@pytest.mark.parametrize("many", [0, 300])
def test_cells_are_made_before_they_are_used(many: int) -> None:
    names = "".join(f"v{number}, " for number in range(many))
    source = f"def f({names}a):\n a = 1\n return lambda: a"
    code = compile(source, "<guest>", "exec", dont_inherit=True).co_consts[0]
    verify_code(code)
    nothing = dis.opmap["NOP"]
    text = bytes(
        nothing if at % 2 == 0 and each == dis.opmap["MAKE_CELL"] else each
        for at, each in enumerate(code.co_code)
    )
    with pytest.raises(Refusal, match="a cell"):
        verify_code(code.replace(co_code=text))


@pytest.mark.parametrize("many", [0, 300])
def test_what_is_given_as_a_cell_is_not_made_one(many: int) -> None:
    names = "".join(f"v{number}, " for number in range(many))
    source = f"def g(b):\n def f({names}a):\n  return (lambda: a), b"
    outer = compile(source, "<guest>", "exec", dont_inherit=True).co_consts[0]
    (code,) = (each for each in outer.co_consts if hasattr(each, "co_code"))
    verify_code(code)
    text = bytearray(code.co_code)
    at = next(at for at in range(0, len(text), 2) if text[at] == dis.opmap["MAKE_CELL"])
    text[at + 1] += 1
    with pytest.raises(Refusal, match="a cell"):
        verify_code(code.replace(co_code=bytes(text)))


def test_nor_is_it_where_there_are_no_others() -> None:
    source = "def g(b):\n def f():\n  return b"
    outer = compile(source, "<guest>", "exec", dont_inherit=True).co_consts[0]
    (code,) = (each for each in outer.co_consts if hasattr(each, "co_code"))
    verify_code(code)
    assert not code.co_cellvars
    resume, make = dis.opmap["RESUME"], dis.opmap["MAKE_CELL"]
    text = bytes(make if at % 2 == 0 and x == resume else x for at, x in enumerate(code.co_code))
    with pytest.raises(Refusal, match="a cell"):
        verify_code(code.replace(co_code=text))


@pytest.mark.parametrize(("first", "line"), [(0, 1), (3, 3)])
def test_the_line_of_a_refusal(first: int, line: int) -> None:
    code = compile("x.__globals__", "<guest>", "exec", dont_inherit=True)
    with pytest.raises(Refusal) as caught:
        verify_code(code.replace(co_firstlineno=first))
    assert caught.value.diagnostics[0].line == line


def test_an_unlisted_opcode_is_refused() -> None:
    code = compile("x = 1", "<guest>", "exec")
    unlisted = next(number for name, number in dis.opmap.items() if name not in OPCODES)
    with pytest.raises(Refusal):
        verify_code(code.replace(co_code=bytes([unlisted, 0]) + code.co_code))


@pytest.mark.parametrize("place", ["co_names", "co_varnames", "co_cellvars", "co_freevars"])
def test_names_of_every_kind_are_looked_at(place: str) -> None:
    code = compile("def f(a):\n    x\n    return lambda: a", "<guest>", "exec").co_consts[0]
    inner = code.co_consts[1]
    target = inner if place == "co_freevars" else code
    names = getattr(target, place)
    with pytest.raises(Refusal):
        verify_code(target.replace(**{place: ("__globals__", *names[1:])}))


@pytest.mark.parametrize("constant", [object(), [], sys, (lambda: 0)])
def test_constants_are_plain(constant: object) -> None:
    code = compile("x = 1", "<guest>", "exec")
    with pytest.raises(Refusal):
        verify_code(code.replace(co_consts=(constant,)))


@pytest.mark.parametrize("optimize", [True, False])
def test_programs_pass(optimize: bool) -> None:
    cloche.Sandbox(optimize=optimize).compile(SNIPPET)


WAYS = {
    "program": "x = 1",
    "eval": "eval('1')",
    "exec": "exec('x = 1')",
    "compile": "x = compile('1', 'x', 'eval')",
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_runs_is_looked_at(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(finish, "verify_code", lambda code: looked.append(code.co_filename))
    cloche.Sandbox(source_limits=cloche.SourceLimits(bytes=3000)).run(WAYS[way])
    assert len(looked) == (1 if way == "program" else 2)


def test_there_is_no_other_way_to_code() -> None:
    for folder in ("host", "transpiler"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.name not in ("gate.py", "finish.py", "compile.py"):
                assert "import compile_" not in path.read_text(encoding="utf-8"), path
