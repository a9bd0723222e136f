# ruff: noqa: E501  A row of a table stays on one line.
"""The names that modules are known to offer are the names they offer."""

from __future__ import annotations

import importlib

import pytest

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.modules.absent import HINTS
from cloche.runtime.modules.loading import stand_in
from cloche.runtime.modules.names import MODULE_NAMES, STAR_NAMES
from cloche.runtime.modules.stand_in import offered
from cloche.runtime.run import Run
from cloche.runtime.universe import ENTRIES, GUARDED


@pytest.fixture(params=sorted(MODULE_NAMES))
def loaded(request):
    run = Run(Limits())
    token = run.enter()
    yield request.param, stand_in(request.param)
    run.leave(token)


def test_the_table_is_what_the_module_offers(loaded):
    name, module = loaded
    assert sorted(offered(module)) == sorted(MODULE_NAMES[name])


def test_star_names_are_those_of_the_real_module(loaded):
    name, module = loaded
    real = importlib.import_module(name)
    public = {each for each in dir(real) if each[0] != "_"}
    assert STAR_NAMES[name] == offered(module) & set(getattr(real, "__all__", public))


def test_the_module_shows_nothing_of_the_real_one(loaded):
    name, module = loaded
    for member in offered(module):
        assert getattr(module, member) is not __import__(name, fromlist=["x"])


def test_types_registered_late_bring_no_new_guarded_names():
    for name in MODULE_NAMES:
        run = Run(Limits())
        token = run.enter()
        stand_in(name)
        run.leave(token)
    assert {name for entry in ENTRIES.values() for name in entry.unsafe()} <= GUARDED


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        ("import math\nmath.foo", "AttributeError", "module 'math' has no attribute 'foo'"),
        ("import math\nmath.sqr", "AttributeError", "module 'math' has no attribute 'sqr'. Did you mean: 'sqrt'?"),
        ("import json\njson.scanner", "AttributeError", "module 'json' has no attribute 'scanner' here"),
        ("import math\nmath.pi = 3", "AttributeError", ""),
        ("import math\nsetattr(math, 'pi', 3)", "AttributeError", ""),
        ("import math\ndel math.pi", "AttributeError", ""),
        ("import math\ntype(math)()", "TypeError", "cannot create 'module' instances"),
        ("import math\nclass C(type(math)): pass", "TypeError", ""),
    ],
)  # fmt: skip
def test_modules_are_frozen(source, kind, message):
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(source)
    assert caught.value.type_name == kind
    assert caught.value.message.startswith(message)


def test_repr_and_names_of_a_module():
    assert cloche.run("import math\nrepr(math), math.__name__") == ("<module 'math'>", "math")


@pytest.mark.parametrize("name", ["requests", "threading", "math.foo", "collections.abc.x"])
def test_other_modules_are_refused(name):
    with pytest.raises(cloche.Rejected):
        cloche.run(f"import {name}")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("requests", "there is no network: call a tool of the host for it"),
        ("requests.adapters", "there is no network"),
        ("subprocess", "there are no processes"),
        ("threading", "a program runs in one thread"),
        ("ctypes.util", "there is no machine code here"),
        ("pickle", "objects of a program cannot be stored as code: use json"),
        ("maths", "did you mean 'math'?"),
        ("datetim", "did you mean 'datetime'?"),
        ("frobnicate", "available: abc, "),
    ],
)
def test_a_refusal_says_what_to_do_instead(name, hint):
    (found,) = cloche.lint(f"import {name}")
    assert (found.code, found.message) == ("CL201", f"there is no module '{name}' here")
    assert found.hint.startswith(hint)


def test_hints_are_about_what_is_not_there():
    for name in HINTS:
        module, _, member = name.rpartition(".")
        assert name not in MODULE_NAMES
        assert member not in MODULE_NAMES.get(module, ())


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("import collections.abc\ncollections.abc.Sized is collections.abc.Sized", True),
        ("import collections.abc as c\nc.__name__", "collections.abc"),
        ("from collections import abc\nabc.__name__", "collections.abc"),
        ("from math import pi as p, tau\np * 2 == tau", True),
        ("from __future__ import annotations\n1", 1),
    ],
)
def test_forms_of_import(source, value):
    assert cloche.run(source) == value


def test_importing_cloche_imports_no_module_file():
    import subprocess
    import sys

    code = (
        "import sys, cloche; cloche.run('1'); "
        "print([m for m in sys.modules if m.startswith('cloche.runtime.modules.')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in eval(out.stdout)}
    assert loaded <= {"absent", "loading", "names", "stand_in"}
