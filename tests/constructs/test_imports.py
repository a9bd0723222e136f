"""Imports become calls of guards that know this runtime's modules."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = r"""
import math
=>
math = __load_module__('math')

import math, json
=>
math = __load_module__('math'); json = __load_module__('json')

import math as m
=>
m = __load_submodule__('math')

import math as m, json
=>
m = __load_submodule__('math'); json = __load_module__('json')

from math import sqrt
=>
(sqrt,) = __load_names__('math', 'sqrt')

from math import sqrt as s, pi
=>
(s, pi,) = __load_names__('math', 'sqrt', 'pi')

from math import (sqrt, pi)
=>
(sqrt, pi,) = __load_names__('math', 'sqrt', 'pi')

from math import (  # for
    sqrt,  # one
    pi as p,
    e
)
=>
(  # for
    sqrt,  # one
    p,
    e,
) = __load_names__('math', 'sqrt', 'pi', 'e')

from __future__ import annotations
=>
from __future__ import annotations

import math; x = 1
=>
math = __load_module__('math'); x = 1

import math, \
    json as j
=>
math = __load_module__(\
'math'); j = __load_submodule__('json')

import \
    math
=>
math = __load_module__(\
'math')

from math \
    import \
    sqrt, \
    pi
=>
(\
\
sqrt, \
    pi,) = __load_names__('math', 'sqrt', 'pi')

if x: import math
=>
if x: math = __load_module__('math')

def f(): import math
=>
def f(): __tick__(__ticks__); math = __load_module__('math')

import math as m;
=>
m = __load_submodule__('math');
"""

EVERY_GUARD = """
import math
from math import pi
=>
math = __load_module__('math')
(pi,) = __load_names__('math', 'pi')
"""

REFUSED = [
    ("CL201", "import gc"),
    ("CL201", "import socket, math"),
    ("CL201", "import gc.x"),
    ("CL201", "import math.os"),
    ("CL201", "from gc import path"),
    ("CL201", "import importlib as math"),
    ("CL201", "import builtins"),
    ("CL201", "from subprocess import run"),
    ("CL202", "from math import gc"),
    ("CL001", "from __future__ import braces"),
    ("CL201", "from gc import *"),
    ("CL001", "def f():\n    from math import *"),
    ("CL001", "class C:\n    from math import *"),
    ("CL202", "from __future__ import annotations as a"),
    ("CL204", "from . import x"),
    ("CL204", "from .math import sqrt"),
    ("CL201", "try:\n    def f(): import gc\nexcept ImportError: pass"),
    ("CL201", "try: pass\nexcept ImportError: import gc"),
    ("CL201", "try: import gc\nexcept ValueError: pass"),
    ("CL201", "try: import gc\nexcept errors.ImportError: pass"),
    ("CL201", "try: import gc\nfinally: pass"),
    ("CL201", "if TYPE_CHECKING: pass\nelse: import gc"),
    ("CL201", "if not TYPE_CHECKING: import gc"),
    ("CL201", "if x: import gc"),
    ("CL201", "try: import gc\nexcept (x.y, f(), ValueError): pass"),
    ("CL201", "try: from gc import *\nexcept ImportError: pass"),
    ("CL202", "try: from math import __loader__ as q\nexcept ImportError: pass"),
    ("CL204", "try: from .math import x\nexcept ImportError: pass"),
    ("CL101", "import math as __math__"),
    ("CL101", "from math import sqrt as __tick__"),
]

SAME = r"""
try:
    import no_such_module as fast
except ImportError as error:
    fast, told = None, (str(error), error.name, type(error).__name__)
fast, told

found = []
for text in ("a", "b"):
    try:
        if text == "a": import no_such.inner, math
        else: from no_such.inner import (one, two as three)
    except ModuleNotFoundError as error: found.append((str(error), error.name))
found

try: from math import no_such_name
except (AttributeError, ImportError) as error: told = str(error)[:44], error.name
told

def f():
    try:
        import json.no_such
    except:
        return "none"
f()

try: import math.no_such
except Exception as error: told = str(error)
told

try: from itertools import no_such
except ImportError:
    def no_such(x): return x * 2
no_such(4)

import typing
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from no_such import Thing
    if True: import no_such.other
if typing.TYPE_CHECKING: import no_such
def f(x: "Thing") -> "no_such.other.Thing": return x
f(1), f.__annotations__

try:
    import no_such
except ImportError as error:
    raise RuntimeError("needs no_such") from error

from collections import abc
from os import path
from urllib import parse
from html import entities, parser
isinstance([], abc.Sized), path.join("a", "b")

from sys import *
copyright[:13]

from math import *
sqrt(16), floor(pi), pow(2, 3)

from abc import *; from string import *
ABC.__name__, digits

from bisect \
    import *
bisect([1, 2, 3], 2)

from operator import *
abs(-1), add(1, 2)

import math
math.sqrt(16), math.floor(2.5), math.pi > 3, math.gcd(12, 18)

from math import sqrt as root, ceil
root(9), ceil(1.2)

import json as j
j.dumps({"a": [1, None, True]}), j.loads('{"x": [1.5, "y"]}')

def f():
    import math
    return math.factorial(5)
f()

def f():
    from math import sqrt
    return sqrt(4)
f()

class C:
    from math import pi
    import math
C.pi == C.math.pi

import math
math.nope

from collections import Counter, defaultdict, deque, OrderedDict
c = Counter("hello")
d = defaultdict(list)
d["a"].append(1)
(c.most_common(1), d, deque([1, 2], maxlen=1), c["z"], OrderedDict(a=1))

import itertools
list(itertools.chain([1], "a")), list(itertools.islice(itertools.count(), 3)), list(itertools.product("ab", [1]))

from datetime import date, timedelta
str(date(2024, 2, 28) + timedelta(days=2)), date(2024, 1, 1).isoformat()

import re
re.findall(r"\d+", "a1b22"), re.sub("a", "b", "banana"), re.match(r"(\w)(\w)", "xy").groups()

import string, functools, operator
string.digits, functools.reduce(operator.add, [1, 2, 3])

import json
json.loads("{")
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
