"""f-strings: what a field shows is priced, and so is a width that is computed."""

from __future__ import annotations

import sys

from harness import BOXES, assert_same, refused, rewritten, same

REWRITTEN = r"""
f"{x}"
=>
__result__ = f"{(x if __type__(x) in __numbers__ else __shown__(x))}"

f"{1}{'a'}"
=>
__result__ = f"{1}{'a'}"

f"{x!r}{y!s:>10}{z:.2f}"
=>
__result__ = f"{(x if __type__(x) in __numbers__ else __shown__(x, 1))!r}{(y if __type__(y) in __numbers__ else __shown__(y, 1))!s:>10}{(z if __type__(z) in __numbers__ else __shown__(z, 1)):.2f}"

f"{x:{w}}"
=>
__result__ = f"{__formatted__(x):{__spec__(w)}}"

f"{x:>{w}.{p}f}"
=>
__result__ = f"{__formatted__(x):>{__spec__(w)}.{__spec__(p)}f}"

f"{x:{a}{b}}"
=>
__result__ = f"{__formatted__(x):{__spec__(a, b)}}"

f"{x:0{w}d}"
=>
__result__ = f"{__formatted__(x):0{__spec__(w)}d}"

f"{x=}"
=>
__result__ = f"x={(x if __type__(x) in __numbers__ else __shown__(x))!r}"

f"v{x=}"
=>
__result__ = f"vx={(x if __type__(x) in __numbers__ else __shown__(x))!r}"

f"{x = }"
=>
__result__ = f"x = {(x if __type__(x) in __numbers__ else __shown__(x))!r}"

f"{ x + 1 = !s:>4}"
=>
__result__ = f" x + 1 = {(__t0__ if __type__(__t0__ := x + 1) in __numbers__ else __shown__(__t0__))!s:>4}"

f"{x=:.2f}"
=>
__result__ = f"x={(x if __type__(x) in __numbers__ else __shown__(x)):.2f}"

f"{x=:}"
=>
__result__ = f"x={(x if __type__(x) in __numbers__ else __shown__(x)):}"

f"{ {1: 2}[y] = }"
=>
__result__ = f" {{1: 2}}[y] = {(__t0__ if __type__(__t0__ := {1: 2}[(y if __type__(y) in __scalars__ else __key__(y))]) in __numbers__ else __shown__(__t0__))!r}"

f"{{}}{x}{{{y}}}"
=>
__result__ = f"{{}}{(x if __type__(x) in __numbers__ else __shown__(x, 1))}{{{(y if __type__(y) in __numbers__ else __shown__(y, 1))}}}"

f'{x["a"]}{y!r:^{w}}'
=>
__result__ = f'{(__t0__ if __type__(__t0__ := x["a"]) in __numbers__ else __shown__(__t0__, 1))}{__formatted__(y, 1)!r:^{__spec__(w)}}'

f"{(lambda: 1)()}{x if y else z}{(w := 5)}"
=>
__result__ = f"{(__t0__ if __type__(__t0__ := (lambda: __tick__(__ticks__) and (1))()) in __numbers__ else __shown__(__t0__, 1))}{(__t0__ if __type__(__t0__ := x if y else z) in __numbers__ else __shown__(__t0__, 1))}{(w := 5)}"

f"{x:=5}{x!=y}"
=>
__result__ = f"{(x if __type__(x) in __numbers__ else __shown__(x, 1)):=5}{(__t0__ if __type__(__t0__ := (x if __type__(x) in __scalars__ else __operand__(x))!=y) in __numbers__ else __shown__(__t0__, 1))}"

f"{f(f'{y}')}"
=>
__result__ = f"{(__t0__ if __type__(__t0__ := f(f'{(y if __type__(y) in __numbers__ else __shown__(y))}')) in __numbers__ else __shown__(__t0__))}"

"a" f"{x}" "b"
=>
__result__ = "a" f"{(x if __type__(x) in __numbers__ else __shown__(x))}" "b"

rf"\d{x}"
=>
__result__ = rf"\d{(x if __type__(x) in __numbers__ else __shown__(x))}"

f"{x * y}{x.join}{x,}"
=>
__result__ = f"{(__t0__ if __type__(__t0__ := (x * y if __type__(x) is __floating__ else __times__(x, y))) in __numbers__ else __shown__(__t0__, 1))}{(__t0__ if __type__(__t0__ := __attr__.join(x)) in __numbers__ else __shown__(__t0__, 1))}{__shown__((x,), 1)}"

f"{*x, y}"
=>
__result__ = f"{__shown__((*__drain__(x), y))}"

f"{(  x  )}"
=>
__result__ = f"{((  x  ) if __type__(x) in __numbers__ else __shown__(x))}"

f"{x:100}{y:b}{z:#_x}{5:o}{x!r:>123}{y!s:{w}}{x:>99}"
=>
__result__ = f"{__formatted__(x, 1):100}{__formatted__(y, 1):b}{__formatted__(z, 1):#_x}{__formatted__(5, 1):o}{__formatted__(x, 1)!r:>123}{__formatted__(y, 1)!s:{__spec__(w)}}{(x if __type__(x) in __numbers__ else __shown__(x, 1)):>99}"
"""

EVERY_GUARD = """
f"{x}{x=:>{w}}"
=>
__result__ = f"{__shown__(x, 1)}x={__formatted__(x, 1):>{__spec__(w)}}"
"""

REFUSED = [
    ("CL601", "f'{x:99999}'"),
    ("CL601", "f'{x:>10000}'"),
    ("CL601", "f'{x:.12345f}'"),
    ("CL601", "f'{x:1{w}}'"),
    ("CL601", "f'{x:{w}0}'"),
    ("CL601", "f'{x:\\x39\\x39\\x39\\x39\\x39}'"),
    ("CL602", "f'{x:{y!r}}'"),
    ("CL602", "f'{x:{y=}}'"),
    ("CL602", "f'{x:{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}}'"),
    ("CL602", "f'{x!a:{w}}'"),
    ("CL602", "f'{x!a:100}'"),
    ("CL602", "f'{x!a:b>5}'"),
    ("CL603", 'rf"""{x["a"]=}"""'),
    ("CL101", "f'{__x__}'"),
    ("CL101", "f'{x:{__w__}}'"),
]

SAME = """
x = 1
rf"{x=}"

x = {'a': 1}
f'''{x['a']=}|{x["a"] = !s:>3}'''

x = 1
y = f'''{
    x
      = :>{x + 2}}|{x
=}'''; z = 2
y, z

x = "q"
f"{x + 'b' = }", f'{x + "{}" = }'

x, w = 3.14159, 10
print(f"{x}|{x:.2f}|{x:{w}}|{x:>{w}.{2}f}|{x!r:<{w}}|{x:0{w}.1f}|{'a':^{w}}|{x:{'>'}{w}}")

x = "it's"
f"{x}", f"{x!r}", f"{x!s}", f"{x!a}", f"{x=}", f"{x = }", f"v{x=}", f"{x=!s}", f"{x=:>6}", f"{ x  =}"

d = {"a": [1, {"b": 2}]}
f"{d}", f"{d['a']}", f"{d['a'][1]['b']:>5}", f"{d!r:.5}", f"{len(d)}", f"{ {1: 2}[1] = }"

f"{{}}", f"{{{5}}}", f"{'{'}", f"{1:{{}}>5}" if False else ""

f"{5:d}{5:x}{5:#o}{5:b}{5e3:e}{1234567:,}{0.5:%}{5:+}{-5: }{5:=+5}"

class C:
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "C!"
    def __str__(self): return "str"
c = C()
f"{c}", f"{c:abc}", f"{c!r}", f"{c!s:>5}", f"{c:%H:%M}", f"{c=}", f"{c=:q}"

object().__format__(None)

object().__format__(b"")

f"{5:q}"

f"{'a':d}"

f"{x}"

f"{[1]:5}"

f"{1:{'z'}}"

f"{1:{-5}}"

f"{1:{[]}}"

f"{'x':{'*'}^{7}}", f"{3:{0}{5}}"

w, s, n = 120, "\u00e9it's", 12345
f"{s!r:>{w}}|{s!s:^123}|{n:{w}}|{n:>{w}_}|{n:#b}{n:_x}{n:o}{n:X}{-n:=+130,}|{s:🎉<200}|{s!a:>20}"

n, w = 1 << 20_000, 9000
len(f"{n:b}"), len(f"{n:_b}{n:x}"), f"{n:_o}"[:30], len(f"{n!s:.3}") if False else 0, len(f"{w:{w}}{n:#x}")

f"{1 << 20_000:d}"

f"{'a':b}{2}"

f"{2.5:b}"

class C:
    def __repr__(self): return "C" * 600
    def __format__(self, spec): return f"<{spec}>"
f"{C()!r:>700}{C():100}{C()!s:.{650}}{C():b}"

class T(str):
    def __format__(self, spec): return "no"
    def __repr__(self): return T("yes")
class D:
    def __str__(self): return T("ab")
f"{T('a'):100}{T('a')!r:100}{D()!s:100}", f"{T('a')!s:b>3}"

import datetime
d = datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=1), "a%Zb"))
f"{d:%b %Z %Z %%Z %}{d:%Z}", d.strftime("%Z%Z"), format(d, "%Z%%%Z%z"), f"{d.timetz():%Z|%Z}"

f"{None}{True}{...}{()}{[]}{b'a'}"

(f"{1}"
 "a" f"{2}"  # two
 f"{3!r}")

class C:
    def __format__(self, spec): return text + spec
    def __repr__(self): return f"{text}{text}"
text, c = "\u00e9it's\\0" * 500, C()
def show(n): return f"{text}{n}{show(n - 1) if n else c!r}{[f'{c}{c:x}' for _ in 'ab']}"
def parts(): yield f"{text}{(yield 1)}{c}{(yield 2)}{text!a}{(yield 3)!r}"
steps = parts()
show(3), f"{text}|{text!r}|{text!a}|{text!s:>4000}|{text:.600}", [next(steps), *map(steps.send, [c, text])], f"{[c]}{c!a}{(c,)!s}"

class T(str): pass
class C:
    def __format__(self, spec): return T("a" * 600)
    def __str__(self): return T("a" * 600)
f"{C()}", f"{C()!s}", type(f"{C()}").__name__, type(f"{C()!s}").__name__, type(f"{C()}{1}").__name__

class C:
    def __str__(self): return 1
f"{1}{C()!s}"

class C:
    def __format__(self, spec): return 1
f"{1}{C()}"

f"{1}{object():x}"

f"{1}{'a' * 600:d}"

name, n = "Ann", 3
f"{name} has {n} item{'s' if n != 1 else ''}", f"{name.upper():-^9}", f"{n:03}", f"{n * 2 + 1}"

format(5, "05"), format("a", ">3"), "{:>{}}".format("a", 5), "{0}{1[a]}{x.real}".format(1, {"a": 2}, x=3)

"{}{}".format(1)

"{a}".format(b=1)

"%*d" % (5, 3), "%.*f" % (2, 3.14159), "%-5s|" % "a"

f"{'a' 'b'}", f'{"q"}', f"{(lambda x: x * 2)(4)}"
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)


def test_an_inner_text_shown_by_its_source_has_line_breaks_from_3_12_on() -> None:
    source = "x = 1\nf'''{f\"\"\"{x\n=}\"\"\"}'''"
    if sys.version_info >= (3, 12):
        assert_same(source)
    else:
        assert [each.code for each in BOXES[True].lint(source)] == ["CL603"]
