"""Adopted modules: the guards in their text, and that no run can change what another sees."""

from __future__ import annotations

import ast
import collections
import os
import types
from types import FunctionType

import pytest

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.modules import adopted
from cloche.runtime.modules.instrument import Unsupported, instrument
from cloche.runtime.modules.loading import stand_in
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.modules.stand_in import Module
from cloche.runtime.run import Run
from cloche.runtime.standins import StandIn, builtin, trusted
from cloche.runtime.universe import ENTRIES, GUARDED
from cloche.transpiler.vocabulary import is_dunder

from .tables import gives

GUARDED_TEXT = [
    ("def f(x):\n    return x", "def f(x):\n    __step__()\n    return x"),
    ("f = lambda: g", "f = lambda: __step__() and g"),
    ("while a:\n    b", "while __step__() and a:\n    b"),
    ("for x in y:\n    z", "for x in __steps__(y):\n    z"),
    ("[a for a in b if a]", "[a for a in __steps__(b) if a]"),
    ("a * b ** c << d % e", "__shift__(__times__(a, __power__(b, c)), __percent__(d, e))"),
    ("a + b", "__addend__(a) + __addend__(b)"),
    ("a + 1", "a + 1"),
    ("a += b", "a += __inplace_addend__(b)"),
    ("a *= b", "a = __inplace_times__(a, b)"),
    ("a < b", "__operand__(a) < b"),
    ("a in b", "__comparand__(a) in __container__(b)"),
    ("a is b", "a is b"),
    ("f(*a, **b)", "f(*__drain__(a), **__mapping__(b))"),
    ("a, *b = c", "a, *b = __unpack__(c, 1)"),
    ("a[b:c] = d", "__changing__(a)[b:c] = __drain__(d)"),
    ("a[b] = c", "__changing__(a)[__store_key__(b)] = c"),
    ("a.b = c", "__stored__(a).b = c"),
    ("del a.b", "del __stored__(a).b"),
    ("a.b += 1", "__stored__(a).b += 1"),
    ("a.join(b)", "__attr__.join(a)(b)"),
    ("a.index(b)", "a.index(__comparand__(b))"),
    ("a.get(b, c=d)", "__method__(a.get)(b, c=d)"),
    ("f(a.get)", "f(__method__(a.get))"),
    ("a[b], a[1], a[b:c]", "(a[__key__(b)], a[1], a[b:c])"),
    ("{a: b, 1: c}", "{__key__(a): b, 1: c}"),
    ("{a, 1}, {a for a in b}", "({__key__(a), 1}, {__key__(a) for a in __steps__(b)})"),
    ("a.__class__", "__kind__(a)"),
    ("object.__setattr__(a, b, c)", "__attr__.setattr__(object)(a, b, c)"),
    ("a.__name__", "a.__name__"),
    ("import re\nre.join", "re = __imported__['re']\nre.join"),
    ("import a.b as c", "c = __imported__['a.b']"),
    ("from a import b as c, d", "c = __imported__['a'].b\nd = __imported__['a'].d"),
    ("try:\n    a\nexcept:\n    b", "try:\n    a\nexcept:\n    __step__()\n    b"),
    ("f'{a}'", "f'{__shown__(a)}'"),
]


@pytest.mark.parametrize(("text", "expected"), GUARDED_TEXT, ids=[a for a, _ in GUARDED_TEXT])
def test_the_text_gets_its_guards(text, expected):
    assert ast.unparse(instrument(text, {"join"})) == expected


@pytest.mark.parametrize(
    "text",
    ["async def f(): pass", "for a, *b in c: pass", "a.b *= c", "a = b, *c = d", "f'{a:{b}}'"],
)
def test_what_has_no_guarded_form_is_refused(text):
    with pytest.raises(Unsupported):
        instrument(text, ())


def test_what_is_not_provided_is_not_imported():
    with pytest.raises(ImportError, match="adopted module imports"):
        adopted.adopt("textwrap")


@pytest.fixture
def run():
    run = Run(Limits(steps=None, seconds=60))
    token = run.enter()
    yield run
    run.leave(token)


class _Here:
    pass


class _Below(_Here):
    pass


def test_methods_of_a_module_write_to_its_own_and_to_what_a_guest_may_write_to(run):
    stored = adopted._storing({_Here})
    own, foreign = _Below(), collections.Counter
    assert stored(own) is own
    with pytest.raises((AttributeError, TypeError)):
        stored(foreign)
    with pytest.raises((AttributeError, TypeError)):
        adopted._storing({dict})(own)
    run.state[adopted.ADOPTING] = True
    assert stored(foreign) is foreign


_FUNCTIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, property, staticmethod,
    classmethod, types.MethodDescriptorType, types.WrapperDescriptorType,
    types.MemberDescriptorType, types.GetSetDescriptorType, types.ClassMethodDescriptorType,
    type(collections.namedtuple("_Pair", "a b").a),
)  # fmt: skip


def _is_for_guests(value):
    kind = type(value)
    if isinstance(value, type):
        return isinstance(value, StandIn) or builtin(value) or trusted(value)
    known = kind in ENTRIES or kind in _FUNCTIONS or trusted(kind) or builtin(kind)
    return known or isinstance(kind, StandIn)


@pytest.mark.parametrize("name", sorted(MODULE_NAMES))
def test_members_and_what_their_classes_show_are_of_the_universe(name, run):
    for member in MODULE_NAMES[name]:
        value = getattr(stand_in(name), member)
        if isinstance(value, Module):
            continue
        assert _is_for_guests(value), member
        if not isinstance(value, type) or not trusted(value):
            continue
        for attribute in dir(value):
            if is_dunder(attribute) or attribute in GUARDED:
                continue
            shown = getattr(value, attribute)
            assert _is_for_guests(shown), f"{member}.{attribute} is {shown!r}"


@pytest.mark.parametrize("name", sorted(MODULE_NAMES))
def test_no_class_shows_what_runs_could_share_and_change(name, run):
    for member in MODULE_NAMES[name]:
        value = getattr(stand_in(name), member)
        if not isinstance(value, type) or not trusted(value):
            continue
        for attribute in dir(value):
            if is_dunder(attribute):
                continue
            shown = getattr(value, attribute, None)
            if isinstance(shown, (dict, list, set, bytearray)):
                assert getattr(value, attribute) is not shown, f"{member}.{attribute}"


test_shared_objects_in_the_place_of_self = gives(
    "import contextlib, csv, html.parser, io, string, textwrap, reprlib, shlex, uuid, difflib",
    {
        "csv.DictReader.__init__(csv.excel, [])": "TypeError: cannot set attributes",
        "csv.DictReader.__init__(textwrap.fill, [])": "AttributeError: the attributes of this",
        "csv.DictReader.__init__(io, [])": "AttributeError: the attributes of this",
        "html.parser.HTMLParser.reset(csv.excel)": "TypeError: cannot set attributes",
        "html.parser.HTMLParser.reset(html.parser.HTMLParser.close)": "AttributeError",
        "textwrap.TextWrapper.__init__(textwrap.TextWrapper)": "TypeError",
        "difflib.SequenceMatcher.set_seq1(difflib.Match, 'x')": "TypeError",
        "io.StringIO.__init__(io.StringIO)": "TypeError: descriptor '__init__' requires",
        "contextlib.closing.__init__(contextlib.closing, 5)": "TypeError: descriptor",
        "contextlib.nullcontext.__init__(csv.excel)": "TypeError: descriptor",
        "string.Template.__init_subclass__()": "",
        "uuid.UUID.__init__(uuid.UUID, int=5)": "TypeError",
        "uuid.UUID.__init__(textwrap.fill, int=5)": "AttributeError",
        "class C: pass\nc = C()\nshlex.shlex.__init__(c, 'a b')\nc.lineno": "1",
    },
)


def test_a_template_is_not_changed_through_its_hook():
    with pytest.raises(cloche.GuestError):
        cloche.run("import string\nstring.Template.__init_subclass__()")
    assert cloche.run("import string\nstring.Template('$a').substitute(a=1)") == "1"


def _written_in_the_library(kind: type) -> list[str]:
    """Return the methods of *kind* that are CPython's own text, without guards."""
    library = os.path.dirname(os.__file__)
    return [
        name
        for each in kind.__mro__
        for name, value in vars(each).items()
        if type(value) is FunctionType and value.__code__.co_filename.startswith(library)
    ]


def test_no_error_has_a_method_without_guards() -> None:
    """What they are given they write into a text, say."""
    found = {}
    run = Run(Limits(steps=None, seconds=None, memory=None))
    token = run.enter()
    try:
        for name in MODULE_NAMES:
            for member in vars(stand_in(name)).values():
                if isinstance(member, type) and issubclass(member, BaseException):
                    found[f"{name}.{member.__name__}"] = _written_in_the_library(member)
    finally:
        run.leave(token)
    assert len(found) > 10
    assert {name: methods for name, methods in found.items() if methods} == {}
