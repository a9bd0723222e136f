"""Attributes named in text: `str.format` and everything that resembles it."""

from .payloads import table

PAYLOADS = table(
    """
=== format-globals | Jinja sandbox CVE-2016-10745
def f(): pass
stash("{0.__globals__[__builtins__]}".format(f))
=== format-class-walk | Armin Ronacher, "Be careful with new-style string format"
stash("{0.__class__.__mro__[1].__subclasses__}".format(()))
=== format-code | leaks a host function's constants
stash("{0.__code__.co_consts}{0.__closure__[0].cell_contents}".format(lookup))
=== format-tool-attribute | attributes of the host's function
stash("{0.secret}{0.__dict__}{0.__wrapped__}".format(lookup))
=== format-map | Jinja sandbox CVE-2019-10906
def f(): pass
stash("{f.__globals__}".format_map({"f": f}))
=== format-map-mapping | a mapping that answers to any name
class M(dict):
    def __missing__(self, name): return M
stash("{x.__init__.__globals__}".format_map(M()))
=== format-unbound | RestrictedPython CVE-2023-41039
def f(): pass
stash(str.format("{0.__globals__}", f))
=== format-map-unbound | RestrictedPython CVE-2023-41039
def f(): pass
stash(str.format_map("{f.__globals__}", {"f": f}))
=== format-by-type | through the class of a string
def f(): pass
stash(type("").format("{0.__globals__}", f))
=== format-by-class | through __class__
def f(): pass
stash("".__class__.format("{0.__globals__}", f))
=== format-by-getattr | through getattr
def f(): pass
stash(getattr("{0.__globals__}", "format")(f))
=== format-by-map | as a value
def f(): pass
stash(list(map("{0.__globals__}".format, [f])))
=== format-by-super | a subclass of str asks its base
def f(): pass
class S(str):
    def go(self, x): return super().format(x)
stash(S("{0.__globals__}").go(f))
=== format-by-super-map | the same, unbound
def f(): pass
class S(str): pass
stash(super(S, S("{f.__globals__}")).format_map({"f": f}))
=== format-of-a-subclass | a str subclass that hides its text
def f(): pass
class S(str):
    def __str__(self): return "x"
    def __iter__(self): return iter("x")
    def __len__(self): return 1
stash(S("{0.__globals__}").format(f))
=== format-as-a-default | found at definition time
def f(go="{0.__globals__}".format): return go(f)
stash(f())
=== format-by-match | a class pattern reads the method
class S(str):
    __match_args__ = ("format",)
match S("{0.__globals__}"):
    case S(go):
        probe(go)
=== format-by-keyword-pattern | the same by keyword
match "{0.__globals__}":
    case str(format=go):
        probe(go)
=== format-by-dynamic-match-args | names the check never sees
name = "for" + "mat"
S = type("S", (str,), {"__match_args__": (name,)})
match S("{0.__globals__}"):
    case S(go):
        probe(go)
=== format-by-dataclass-match-args | a decorator writes __match_args__
from dataclasses import dataclass
@dataclass
class D(str):
    format: object
d = D("{0.__globals__}")
del d.format
match d:
    case D(go):
        probe(go)
=== format-by-namedtuple-match-args | the same with a named tuple
from collections import namedtuple
try:
    N = namedtuple("N", "mro gi_frame")
    match N(1, 2):
        case N(mro, frame): probe([mro, frame])
except ValueError: pass
=== format-by-deleted-method | an attribute that hides the method, then does not
class S(str): pass
s = S("{0.__globals__}")
s.format = 1
del s.format
probe(s.format)
=== format-by-dunder-format | a nested spec is a template too
class A:
    def __format__(self, spec): return spec.format(print)
stash("{0:{0.__globals__}}".format(A()))
=== format-conversion | !r of what is reached
def f(): pass
stash("{0.__class__.__init__.__globals__!r:>{1.__globals__}}".format(f, f))
=== format-index | [..] is a lookup, of attributes never
class A:
    def __getitem__(self, name): return getattr(print, name)
stash("{0[__globals__]}".format(A()))
=== fstring-is-code | an f-string is checked as code is
def f(): pass
stash(f"{f.__globals__}")
=== fstring-nested | the width is code as well
def f(): pass
stash(f"{1:{f.__globals__}}")
=== percent | % reads keys, not attributes
def f(): pass
stash("%(f.__globals__)s" % {"f": f})
=== template | string.Template and its patterns
from string import Template
stash(Template("$f").substitute(f=lookup))
class T(Template):
    idpattern = "(?s).*"
    pattern = "(?P<escaped>x)(?P<named>y)(?P<braced>z)(?P<invalid>.)"
stash(T("$f.__globals__").safe_substitute(f=lookup))
=== formatter | string.Formatter().format
import string
stash(string.Formatter().format("{0.__globals__}", lookup))
=== formatter-vformat | string.Formatter().get_field
from string import Formatter
probe(Formatter().get_field("0.__globals__", (lookup,), {}))
=== attrgetter | operator.attrgetter reads dotted names
import operator
def f(): pass
probe(operator.attrgetter("__globals__")(f))
=== attrgetter-frame | the same for frames
from operator import attrgetter
probe(attrgetter("gi_frame.f_back")(x for x in [1]))
=== methodcaller | operator.methodcaller
import operator
probe(operator.methodcaller("__reduce_ex__", 2)(()))
probe(operator.methodcaller("format", print)("{0.__globals__}"))
=== strftime | a format of C
import datetime
stash(datetime.date(2020, 1, 1).strftime("%%{0.__class__}"))
stash(f"{datetime.date(2020, 1, 1):%Y{0.__class__}}")
"""
)
