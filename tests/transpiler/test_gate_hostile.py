"""Sources made to kill or stall a native parser, read in a process of their own."""

from __future__ import annotations

from child import read


def nested(depth: int, line: str = "if a:") -> str:
    """Return *depth* blocks inside one another."""
    return "".join(" " * i + line + "\n" for i in range(depth)) + " " * depth + "pass\n"


#: What 20,000 of something did to one of the parsers or to the compiler before there was a gate.
HOSTILE = {
    # overflows the C stack of LibCST's parser
    "(": "(" * 20_000,
    "()": "(" * 20_000 + ")" * 20_000,
    "[]": "[" * 199 + "]" * 199,
    "-": "-" * 20_000 + "x",
    "not": "not " * 20_000 + "x",
    "lambda": "lambda:" * 20_000 + "x",
    "lambda default": "lambda x=" * 399 + "1" + ":1" * 399,
    "ternary": "a if b else " * 20_000 + "c",
    "**": "a**" * 20_000 + "a",
    "elif": "if a: pass\n" + "elif a: pass\n" * 20_000,
    "+": "1+" * 20_000 + "1",
    "or": "a or " * 20_000 + "a",
    "and or": "a and b or " * 20_000 + "a",
    "attributes": "a" + ".a" * 20_000,
    "calls": "a" + "()" * 20_000,
    "subscripts": "a" + "[0]" * 20_000,
    "comprehension clauses": "[a" + " for a in b" * 20_000 + "]",
    "pieces": "x = (\n" + "'a'\n" * 20_000 + ")",
    "blocks": nested(600),
    # takes quadratic time and 16 GB in CPython's parser
    "import": "import a" + ".a" * 100_000,
    "from": "from a" + ".a" * 100_000 + " import b",
    "import, spaced": "import a" + " \\\n. a" * 40_000,
    # takes quadratic time in CPython 3.11's parser
    "f-string fields": "f'" + "{b}" * 80_000 + "'",
    "f-string specification": "f'{a:" + "{b}" * 80_000 + "}'",
    # takes exponential time in LibCST's parser
    "mapping patterns": "match x:\n case " + "{1:" * 30 + "a" + "}" * 30 + ": pass",
    "sequence patterns": "match x:\n case " + "(" * 30 + "a" + ",)" * 30 + ": pass",
    "bracketed pattern": "match x:\n case " + "(\n" * 60 + "a" + ")" * 60 + ": pass",
    "many patterns": "match x:\n" + " case {1:{1:{1:{1:{1:{1:a}}}}}}: pass\n" * 5000,
    # takes quadratic time in LibCST's parser
    "many brackets": ("f(" * 90 + ")" * 90 + "\n") * 1000,
    "many redundant brackets": ("(" * 90 + "a" + ")" * 90 + "\n") * 1000,
    "many chains": ("a" + ".b(c)" * 150 + "\n") * 250,
    "much in brackets": "x = " + "[" * 80 + "a," * 40_000 + "]" * 80,
    # takes long for sheer size
    "blank lines": "\n" * 260_000,
    "statements": "a;" * 130_000,
    "1 MB": "x = 1\n" * 170_000,
    # exponential time and memory, or quadratic, in CPython's compiler
    "finally": "".join(" " * i + "try: a\n" + " " * i + "finally:\n" for i in range(19))
    + " " * 19 + "b\n",
    "return, finally": "def f():\n try:\n" + "  if a: return\n" * 3000 + " finally:\n"
    + "  b = c\n" * 3000,
    "captures": "match x:\n case " + ",".join(f"a{i}" for i in range(5000)) + ": pass",
    "keywords": "f(" + ",".join(f"a{i}=1" for i in range(20_000)) + ")",
    "class name": "class " + "A" * 120_000 + ":\n" + " def f(): 0\n" * 10_000,
    "closures": "def f():\n " + "=".join(f"a{i}" for i in range(12_000)) + "=1\n x=["
    + "lambda:0," * 12_000 + "]",
    "equal hashes": "a in {" + ",".join(str(i * (2**61 - 1)) for i in range(1, 10_000)) + "}",
    "equal functions": "lambda:lambda:a\n" * 8000,
    # overflows an array of the compiler of CPython 3.13
    "comprehensions": "[" * 60 + "a" + " for a in b]" * 60,
    "comprehensions in blocks": "".join(" " * i + "with a:\n" for i in range(18)) + " " * 18
    + "[[[[a for a in b] for a in b] for a in b] for a in b]",
}  # fmt: skip


def test_hostile_sources_are_refused_with_a_place():
    for name, answer in zip(HOSTILE, read(*HOSTILE.values()), strict=True):
        assert answer != ["accepted"], name
        (diagnostic,) = answer
        code, line, column, message = diagnostic
        assert code in ("CL002", "CL003", "CL004"), (name, diagnostic)
        assert line >= 1, name
        assert column >= 0, name
        assert message, name


#: What CPython could fold into something huge, and does not.
FOLDED = [
    "9**99999999", "9**9**9**9", "'a'*10**9", "((1,)*1000)*1000", "1 << 10**9",
    "'%999999999s' % (1,)", "f'{1:999999999}'", "(('a'*4096)*4096)*4096",
    "0x" + "f" * 200_000 + "*1" * 300, "1e" + "9" * 1000, "x = " + "a<" * 20_000 + "a",
    "x = " + "a," * 30_000, "class " + "A" * 200 + ":\n" + " def f(): 0\n" * 400,
]  # fmt: skip


def test_sources_that_only_look_hostile_pass():
    assert read(*FOLDED) == [["accepted"]] * len(FOLDED)


def test_the_deepest_of_everything_at_once_leaves_the_process_alive():
    """It needs nearly 5 MB of C stack in LibCST's parser; an ordinary thread has 8."""
    inner = "x = " + "lambda x=" * 100 + "f(" * 90 + "a" + ")" * 90 + ":1" * 100
    assert read(nested(95, "def f():").removesuffix("pass\n") + inner) == [["accepted"]]


SYNTAX_AT_DEPTH = ["a a", "1 = 2", "*", ")", "'", "lambda", "a for", "yield", "x := ", "a b = c"]


def test_errors_inside_deep_nests_are_found_at_once():
    openings = ["(", "[", "{", "f(", "a[", "{1:", "(lambda:", "-(", "[a for a in "]
    sources = [opening * 180 + error for opening in openings for error in SYNTAX_AT_DEPTH]
    for source, answer in zip(sources, read(*sources), strict=True):
        assert answer != ["accepted"], source
