"""A refusal says where, what and why, and what to do instead: every code, word for word."""

from __future__ import annotations

import pytest

from harness import BOXES, pairs

#: Source, and for each diagnostic `line:column-line:column CODE message`, and the hint.
REFUSALS = r"""
x: __y__
=>
1:3-1:8 CL101 the name '__y__' is reserved
    choose a name without double underscores

x.__closure__
=>
1:2-1:13 CL110 a program may not read '__closure__'
    functions do not show their variables here

x.__unknown__
=>
1:2-1:13 CL110 a program may not read '__unknown__'
    choose a name without double underscores

del x.__str__
=>
1:6-1:13 CL110 a program may not write '__str__'
    assign it, or define it in the class

x.__call__ += y
=>
1:2-1:10 CL110 a program may not write '__call__'
    assign it, or define it in the class

x.__del__ = y
=>
1:2-1:9 CL110 a program may not write '__del__'
    use a context manager

x.__getattribute__
=>
1:2-1:18 CL110 a program may not read '__getattribute__'
    define __getattr__

x.__class__ = y
=>
1:2-1:11 CL110 a program may not write '__class__'
    an object keeps its class

x.__traceback__ = y
=>
1:2-1:15 CL110 a program may not write '__traceback__'
    raise the exception again

class C:
    def f(self): self.__dict__ = {}
=>
2:22-2:30 CL110 a program may not write '__dict__'
    set or delete the attributes one by one

x.__format
=>

class C:
    def __del__(self): pass
=>
2:8-2:15 CL302 a class may not define '__del__'
    use a context manager: nothing of a program runs after its end

class C:
    def __setstate__(self, s): pass
=>
2:8-2:20 CL302 a class may not define '__setstate__'
    define __copy__ or __deepcopy__

class C:
    def __other__(self): pass
=>
2:8-2:17 CL302 a class may not define '__other__'
    choose a name without double underscores

class C: __slots__ = __match_args__ = ("a",)
=>
1:9-1:18 CL303 __slots__ must be a literal tuple of attribute names
    write __slots__ = ("a", "b")
1:21-1:35 CL303 __match_args__ must be a literal tuple of attribute names
    write __match_args__ = ("a", "b")

class C(b=1, metaclass=f()): pass
=>
1:13-1:26 CL301 a metaclass is named: a class derived from `type`
    define it before, or use __init_subclass__ or a class decorator

open("x")
=>
1:0-1:4 CL102 'open' is not available here
    files are not available; ask the host for the data as an input, or for a tool

quit()
=>
1:0-1:4 CL102 'quit' is not available here
    raise an exception, or return

compile
copyright
=>
2:0-2:9 CL102 'copyright' is not available here
    do without it, or call a tool of the host

import tensorflow
=>
1:7-1:17 CL201 there is no module 'tensorflow' here
    use the standard library (statistics, math, csv, json), or call a tool of the host

import os.path.x
=>
1:7-1:16 CL201 there is no module 'os.path.x' here
    did you mean 'os.path'?

import socket, requests
=>
1:7-1:13 CL201 there is no module 'socket' here
    there is no network: call a tool of the host for it
1:15-1:23 CL201 there is no module 'requests' here
    there is no network: call a tool of the host for it

import mat
=>
1:7-1:10 CL201 there is no module 'mat' here
    did you mean 'math'?

import bs4, math, gc
=>
1:7-1:10 CL201 there is no module 'bs4' here
    use plain string methods and re, or call a tool of the host
1:18-1:20 CL201 there is no module 'gc' here
    memory is the host's: there is nothing to collect or to look at

import math.os
=>
1:7-1:14 CL201 there is no module 'math.os' here
    did you mean 'math'?

import urllib.request
=>
1:7-1:21 CL201 there is no module 'urllib.request' here
    there is no network: call a tool of the host for it

from math import squirt
=>
1:17-1:23 CL202 cannot import 'squirt' from 'math'
    did you mean 'sqrt'?

from math import gc as x, pi
=>
1:17-1:24 CL202 cannot import 'gc' from 'math'
    did you mean 'gcd'?

from keyword import (
    kwlist,
    nothing,
)
=>
3:4-3:11 CL202 cannot import 'nothing' from 'keyword'
    'keyword' has iskeyword, issoftkeyword, kwlist, softkwlist

from os import listdir
=>
1:15-1:22 CL202 cannot import 'listdir' from 'os'
    there are no files and no settings here: take inputs, call a tool, use os.path

from random import SystemRandom2
=>
1:19-1:32 CL202 cannot import 'SystemRandom2' from 'random'
    did you mean 'SystemRandom'?

from . import x
=>
1:0-1:15 CL204 relative imports have no package here
    import the module by its full name

from __future__ import barry_as_FLUFL
=>
1:23-1:37 CL202 the feature 'barry_as_FLUFL' is not available
    leave it out

from __future__ import annotations as a
=>
1:23-1:39 CL202 the feature 'annotations' keeps its name
    leave out the `as`

from mat import *
=>
1:5-1:8 CL201 there is no module 'mat' here
    did you mean 'math'?

match x:
    case C(format=y): pass
=>
2:11-2:17 CL401 a pattern may not read the attribute 'format'
    match it in a guard: `case C() as x if x.… == …`

match x:
    case a.format: pass
=>
2:11-2:17 CL401 a pattern may not read the attribute 'format'
    match it in a guard: `case x if x == …`

x[1:2] *= 2
=>
1:0-1:6 CL403 a slice cannot be a part of this key
    use slice(a, b), or write `x[a:b] = x[a:b] * …`

with f() as (x, *y): pass
=>
1:8-1:19 CL404 `with … as` may not unpack with a star
    bind a name and unpack it in the body

f"{x:99999}"
=>
1:2-1:11 CL601 a width or precision is at most 9999, in digits or in one `{…}`
    compute the whole width before

f"{x:{y!r}}"
=>
1:5-1:10 CL602 a field inside a format specification may not have one of its own
    compute the width before

f"{x:{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}}"
=>
1:2-1:36 CL602 a format specification may join 9 fields at most
    compute the specification before, and use one `{…}` for it

rf'''{x['a']=}'''
=>
1:5-1:14 CL603 `=` in an f-string cannot repeat this text
    use other quotes inside, or write the text out
"""


@pytest.mark.parametrize(("source", "expected"), pairs(REFUSALS))
def test_each_refusal_has_a_place_a_reason_and_a_fix(source: str, expected: str) -> None:
    assert _told(source) == expected.rstrip()


def _told(source: str) -> str:
    return "\n".join(
        f"{each.line}:{each.column}-{each.end_line}:{each.end_column} "
        f"{each.code} {each.message}\n    {each.hint}"
        for each in BOXES[True].lint(source)
    )


def test_an_unknown_module_is_told_of_with_all_that_there_are() -> None:
    told = _told("import zzzzzz")
    assert told.startswith(
        "1:7-1:13 CL201 there is no module 'zzzzzz' here\n    available: abc, array, "
    )
    assert told.endswith("; for anything else call a tool of the host")
