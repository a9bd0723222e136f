"""What the text of a program shows of what it will do, and hosts that refuse by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from textwrap import indent
from typing import Any

import pytest

import cloche
from cloche.transpiler.manifest import Manifest
from sampling import share

TOOLS = {"get": len, "put": len}

FOUND: list[tuple[str, dict[str, Any]]] = [
    ("", {"tools": (), "modules": (), "loops": (), "lines": 0, "bytes": 0}),
    ("get(x)\n[y for y in z]", {"tools": ("get",), "reads": ("x", "z"), "defines": ()}),
    ("def f():\n    return put\nlen = 3\nlen", {"tools": ("put",), "defines": ("f", "len")}),
    ("def f(get):\n    return get", {"tools": (), "defines": ("f",)}),
    ("def f():\n    global a\n    a = b\nlen(sorted(a))", {"defines": ("a", "f"), "reads": ("b",)}),
    ("len(sorted(q))", {"builtins": ("len", "sorted"), "reads": ("q",)}),
    ("import collections.abc\nfrom re import *", {
        "modules": ("collections.abc", "re"),
    }),
    ("def f():\n    import json", {"modules": ("json",), "defines": ("f",)}),
    ("while x:\n    pass\nfor i in range(3): pass", {"loops": (1,)}),
    ("import itertools as t\nfor i in t.count(): break\n[j for j in iter(f, 0)]", {
        "loops": (2, 3),
    }),
    ("from itertools import *\nfor i in repeat(1, 3): pass\nfor i in repeat(1): break", {
        "loops": (3,),
    }),
    ("[a for a in b if (w := a)]\n{c: 1 for c in b}\n(d for d in e)", {
        "defines": ("w",), "reads": ("b", "e"),
    }),
    ("class C:\n    x = y\n    z = x\n    def f(self): return x", {
        "defines": ("C",), "reads": ("x", "y"),
    }),
    ("def f():\n    a = 1\n    class D:\n        b = a\n    return D", {
        "defines": ("f",), "reads": (),
    }),
    ("def f(x):\n    def g():\n        nonlocal x\n        x += k\n    return g", {
        "defines": ("f",), "reads": ("k",),
    }),
    ("exec('x = 1')\ne = eval", {"dynamic": (1, 2)}),
    # Its statements are texts.
    ("import math, timeit\ntimeit.timeit('put(1)', number=1)", {"dynamic": (1,)}),
    ("\nfrom timeit import Timer as T\nT('put(1)').timeit(1)", {"dynamic": (2,)}),
    ("from timeit import *", {"dynamic": (1,)}),
    ("await get(1)", {"asynchronous": True}),
    ("x = 'await'", {"asynchronous": False}),
    ("async def f(g):\n    return [x async for x in g()]", {"asynchronous": True}),
    ("async def f(g):\n    return {x async for x in g()}", {"asynchronous": True}),
    # What is named in a module that is imported.
    ("from urllib import parse", {"modules": ("urllib", "urllib.parse")}),
    ("import html\nhtml.parser", {"modules": ("html", "html.parser")}),
    ("import html as h\ngetattr(h, 'parser')", {"modules": ("html", "html.parser")}),
    ("import os\nos.\N{FULLWIDTH LATIN SMALL LETTER P}ath", {"modules": ("os", "os.path")}),
    ("import collections.abc as c\nc.Sized", {"modules": ("collections.abc",)}),
    ("import collections", {"modules": ("collections",)}),
    # A class has what it has surely bound before; anything else comes from outside.
    ("class C:\n    a = 1\n    b = a", {"reads": ()}),
    ("class C:\n    b = a\n    a = 1", {"reads": ("a",)}),
    ("class C:\n    if q:\n        a = 1\n    else:\n        a = 2\n    b = a", {"reads": ("q",)}),
    ("class C:\n    try: a = 1\n    except ValueError: a = 2\n    b = a", {"reads": ()}),
    ("class C:\n    for a in x:\n        b = a\n    b", {"reads": ("b", "x")}),
    ("class C:\n    global a\n    a = 1", {"defines": ("C", "a")}),
    ("class C:\n    @property\n    def p(s): pass\n    @p.setter\n    def p(s, v): pass", {
        "reads": (), "builtins": ("property",),
    }),
    ("def f():\n    class C:\n        b = a\n        a = 1", {"reads": ("a",)}),
    ("sum = min\nsum", {"builtins": ("min",)}),
    ("for i in range(3): print(max(1, i))", {"builtins": ("max", "print", "range")}),
    ("def min(x): return x\nmin(1)", {"builtins": ()}),
    ("a = 'é'\n", {"lines": 1, "bytes": 9}),
    ("match p:\n    case {'k': v, **rest}: pass", {"defines": ("rest", "v"), "reads": ("p",)}),
    ("def f(x):\n    return x * x\nf(2) + 1", {"guards": {"kept": 1, "inline": 0, "dropped": 4}}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "fields"), FOUND, ids=[row[0][:20] for row in FOUND])
def test_what_is_found(source: str, fields: dict[str, Any]) -> None:
    manifest = cloche.Sandbox(tools=TOOLS).compile(source).manifest
    assert {name: getattr(manifest, name) for name in fields} == fields
    assert json.loads(json.dumps(manifest.as_dict()))["lines"] == manifest.lines


def test_the_guards_are_those_of_the_text() -> None:
    source = "for i in range(9):\n    x = i * i\n    print(x % y, 'a' + b)"
    plain = cloche.Sandbox(optimize=False).compile(source).manifest
    quick = cloche.Sandbox().compile(source).manifest
    assert plain.guards["inline"] == plain.guards["dropped"] == 0
    assert sum(quick.guards.values()) == plain.guards["kept"]
    assert quick.guards["dropped"] > 0


# --- Where a name comes from ----------------------------------------------------------------------

#: What may bind the name NAME in some scope, or not, or no longer.
BINDING = """
NAME = own
NAME: object
NAME: object = own
del NAME
for NAME in (): pass
for NAME in (own,): pass
for NAME in (own, own): del NAME
while NAME is None: NAME = own
while not NAME: break
if flag: NAME = own
if not flag: NAME = own
if flag: del NAME
try: NAME = own; 1 / 0
except ZeroDivisionError as NAME: pass
try: 1 / 0; NAME = own
except ZeroDivisionError: pass
try: 1 / 0
except ZeroDivisionError: say(NAME((2, 1)))
with nothing as NAME: pass
def NAME(x): return "own"
class NAME: pass
NAME = NAME
(NAME := own)
[say(NAME((2, 1))) for _ in (0,)]
[NAME for NAME in (own,)]
[say(each) for each in [NAME((2, 1))]]
(lambda: say(NAME((2, 1))))()
class Inner:\f say(NAME((2, 1)))\f NAME = own
match own:\f case NAME: pass
match 1:\f case (NAME, 2): pass\f case _: pass
"""
#: Where that stands, and what it is followed by.
SCOPES = {
    "module": "{}\n",
    "class": "class Scope:\n{}",
    "class in a function": "def made():\n    class Scope:\n{}\nmade()",
    "class in a class": "class Around:\n    NAME = own\n    class Scope:\n{}",
    "function that tells globals": "def made():\n    global NAME\n{}\nmade()",
}


def statements() -> list[str]:
    found: list[str] = []
    for line in BINDING.strip().split("\n"):
        line = line.replace("\f", "\n   ")
        if line.startswith("except"):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def programs(scope: str) -> list[str]:
    depth = {"module": 0, "class": 1, "function that tells globals": 1}.get(scope, 2)
    before = (
        "import contextlib\nnothing = contextlib.nullcontext()\n"
        "def own(x): return 'own'\nflag = bool(own)\n"
    )
    bodies = ("\n".join((*pair, "say(NAME((2, 1)))")) for pair in product(statements(), repeat=2))
    return [before + SCOPES[scope].format(indent(body, "    " * depth)) for body in bodies]


@pytest.mark.parametrize("scope", SCOPES)
def test_what_is_reached_from_outside_is_listed(scope: str) -> None:
    said: list[object] = []
    tools = {"say": said.append, "pay": lambda x: 1}
    boxes = [cloche.Sandbox(tools=tools, optimize=optimize) for optimize in (True, False)]
    reached = 0
    for at, source in enumerate(share(programs(scope), 11)):
        box = boxes[at % 2]
        for name in ("pay", "min"):
            said.clear()
            program = source.replace("NAME", name)
            with suppress(cloche.Rejected, cloche.GuestError):
                box.run(program)
            if 1 in said:
                reached += 1
                manifest = box.compile(program).manifest
                assert name in (*manifest.tools, *manifest.builtins), program
    assert reached > 10


# --- Hosts that refuse --------------------------------------------------------------------------


def no_loops(manifest: Manifest) -> bool | str:
    return f"line {manifest.loops[0]} may not end" if manifest.loops else True


def test_no_tool_is_called_that_is_not_listed() -> None:
    called: list[int] = []
    box = cloche.Sandbox(
        tools={"pay": called.append},
        allow=lambda found: "pay" not in found.tools and not found.dynamic,
    )
    with pytest.raises(cloche.Rejected):
        box.run("import timeit\ntimeit.timeit('pay(1)', number=1)")
    assert not called


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_host_refuses_before_anything_runs(isolation: str) -> None:
    called: list[int] = []
    tools = {"note": lambda: called.append(1)}
    with cloche.Sandbox(tools=tools, allow=no_loops, isolation=isolation) as box:
        session = box.session()
        for run in (box.run, box.compile, session.run):
            for _ in range(2):
                with pytest.raises(cloche.Rejected) as caught:
                    run("note()\nwhile True: pass")
                [diagnostic] = caught.value.diagnostics
                assert (diagnostic.code, diagnostic.message) == ("CL801", "line 2 may not end")
        assert called == []
        assert box.run("1 + 1") == 2
        assert session.run("1 + 1") == 2
    assert cloche.Sandbox(tools=tools).compile("while True: pass").manifest.loops == (1,)


@pytest.mark.parametrize("answer", [False, "", None, 0, 1])
def test_anything_but_true_is_a_no(answer: Any) -> None:
    with pytest.raises(cloche.Rejected):
        cloche.Sandbox(allow=lambda manifest: answer).run("1")


def test_lint_says_what_compile_says() -> None:
    box = cloche.Sandbox(allow=no_loops)
    assert [each.code for each in box.lint("while x: pass")] == ["CL801"]
    assert box.lint("1") == []


# --- The command --------------------------------------------------------------------------------


def test_the_command_shows_it(cli: Callable[..., tuple[int, str, str]]) -> None:
    source = "import math\nwhile x: total = math.sqrt(get())"
    status, out, err = cli("inspect", "-", "--tool", "get", stdin=source)
    assert (status, err) == (0, "")
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "tools get", "modules math", "builtins none", "defines math, total", "needs as inputs x",
        "loops without an evident end line 2", "runs text (eval, exec) no", "awaits no",
        "guards 2 kept, 0 inline, 0 dropped", "size 2 lines, 45 bytes",
    ]  # fmt: skip
    told = json.loads(cli("inspect", "-", "--json", stdin=source)[1])
    assert told["ok"] is True
    assert told["manifest"]["reads"] == ["get", "x"]


def test_the_command_refuses_what_would_be_rejected(
    cli: Callable[..., tuple[int, str, str]],
) -> None:
    status, out, err = cli("inspect", "-", stdin="import socket")
    assert (status, out) == (2, "")
    assert "CL201" in err
    told = json.loads(cli("inspect", "-", "--json", stdin="import socket")[1])
    assert (told["ok"], told["error"]["diagnostics"][0]["code"]) == (False, "CL201")
    assert cli("inspect", "-", "--tool", "no name", stdin="1")[0] == 2
