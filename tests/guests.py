"""A Hypothesis strategy for guest programs that run and end.

Every name keeps one type (`a` is an int, `s` a str, `xs` a list of ints, `d` a dict from str to int),
so that most programs get far before they raise; loops are bounded, and what grows is cut.
"""

from __future__ import annotations

import sys

from hypothesis import strategies as st

INTS, STRS, LISTS, DICTS = ("a", "b", "c"), ("s", "t"), ("xs", "ys"), ("d", "e")

HEADER = """\
a, b, c = 3, -2, 7
s, t = "spam", "é!"
xs, ys = [3, 1, 2], [5, 5]
d, e = {"k": 1, "spam": 2}, {}
class Vec:
    __slots__ = ("x", "y")
    __match_args__ = ("x", "y")
    def __init__(self, x, y=0): self.x, self.y = x, y
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __lt__(self, o): return (self.x, self.y) < (o.x, o.y)
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __iter__(self): yield self.x; yield self.y
    def __len__(self): return 2
    def __bool__(self): return self.x != 0
    def __repr__(self): return f"Vec({self.x}, {self.y!r})"
    def __format__(self, spec): return f"<{spec}>{self.x}"
    def __contains__(self, v): return v == self.x
    def __enter__(self): print("enter", self.x); return self
    def __exit__(self, kind, error, trace): print("exit", kind and kind.__name__); return self.x == 1
    @property
    def size(self): return self.x * self.x + self.y
    @classmethod
    def of(cls, *parts, **named): return cls(sum(parts), len(named))
class Oops(ValueError):
    def __init__(self, code): super().__init__(f"oops {code}"); self.code = code
v, w = Vec(1, 2), Vec(3)
def full(p, q=2, /, r=3, *rest, k, m=5, **more): return p + q + r + sum(rest) + k + m + len(more)
def count(n):
    got = None
    for i in range(n % 6):
        got = yield i if got is None else got
    return n
def relay(n):
    back = yield from count(n)
    yield back
def twice(f):
    def inner(*args): return f(f(*args))
    return inner
"""
FOOTER = "(a, b, c, s, t, xs, ys, d, e, v, w)\n"


def _filled(*templates: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Fill in each `<i>`, `<s>` … of a template with its own draw."""

    @st.composite
    def fill(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from(templates))
        for letter, strategy in parts.items():
            while f"<{letter}>" in text:
                text = text.replace(f"<{letter}>", draw(strategy), 1)
        return text

    return fill()


_SIMPLE = {
    "i": st.sampled_from([*INTS, "0", "1", "2", "-3", "10", "len(xs)", "v.x", "i0"]),
    "s": st.sampled_from([*STRS, '"ab"', '"x y"', '""', "'%s|'", "s[0:1]"]),
    "l": st.sampled_from([*LISTS, "[]", "[1, 2, 3]", "list(d.values())", "[*v]"]),
    "d": st.sampled_from([*DICTS, "{}", '{"k": 5}']),
    "v": st.sampled_from(["v", "w", "Vec(2, 1)"]),
    "b": st.sampled_from(["True", "a > b", "xs", "s", "not d", "v"]),
}

_INT = (
    "(<i> + <i>)", "(<i> - <i>)", "(<i> * <i>)", "(<i> // <i>)", "(<i> % <i>)", "(<i> & <i>)",
    "(<i> << (<i> & 15))", "(<i> >> (<i> & 3))", "(<i> ** (<i> & 3))", "-<i>", "~<i>",
    "len(<l>)", "sum(<l>)", "max(<i>, <i>)", "min(<l>, default=<i>)", "<l>[<i>]", "<d>[<s>]",
    "<d>.get(<s>, <i>)", "(<i> if <b> else <i>)", "<s>.count(<s>)", "<s>.find(<s>)", "<v>.size",
    "<v>[<i>]", "<l>.index(<i>)", "full(<i>, k=<i>)", "full(<i>, *<l>, k=<i>, **<d>)",
    "(lambda x, y=<i>: x * y - <i>)(<i>)", "twice(lambda x: x + <i>)(<i>)", "(a := <i>)",
    "next(count(<i>), <i>)", "sum(x * y for x in <l> for y in <l> if x != y)", "abs(<i>)",
    "next(iter(<l>))", "hash(<i>) % 7", "round(<i> / 7, 2) // 1 * 1", "int('5' + str(<i> & 7))",
    "Vec.of(*<l>, **<d>).y", "[<i>, <i>, <i>][<i>]", "sum([*<l>, <i>][::-1])", "<i> or <i>",
)  # fmt: skip
_STR = (
    "(<s> + <s>)", "(<s> * (<i> & 3))", "<s>[<i>:<i>]", "<s>[::-1]", "<s>.upper()", "<s>.replace(<s>, <s>)",
    "<s>.join(map(str, <l>))", "<s>.join([<s>, <s>])", "<s>.strip()", "<s>.center(9, '*')", "<s>.zfill(4)",
    "f'{<i>}'", "f'{<i>:>{5}}|{<i>!r:<4}|{<i>:05d}'", "f'{<l>}{<d>!r:.9}'", "f'{a=}{b + 1 = }'", "f'{<v>:q}{<v>!s}'",
    "'%s-%r' % (<i>, <l>)", "'%d%%' % <i>", "'{} {x!r:>5}'.format(<i>, x=<i>)", "str(<i>)", "repr(<l>)", "str(<d>)",
    "str(<v>)", "type(<v>).__name__", "(<s> if <b> else <s>)", "<s>.title().swapcase()", "<s>[<i>]", "sorted(<s>)[0]",
    "''.join(x for x in <s> if x not in <s>)", "max(<s>, <s>)", "<s>.partition(<s>)[2]", "(t := <s>)", "ascii(<s>)",
)  # fmt: skip
_LIST = (
    "(<l> + <l>)", "(<l> * (<i> & 3))", "[<i>, <i>]", "[<i>, *<l>]", "[x * <i> for x in <l>]",
    "[x for x in <l> if x > <i>]", "[x + y for x in <l>[:3] for y in <l>[:3]]", "<l>[<i>:<i>]",
    "<l>[::-1]", "<l>[<i>:]", "sorted(<l>)", "sorted(<l>, key=lambda x: -x)", "sorted(<l>, reverse=<b>)",
    "list(range(<i> & 7))", "list(map(abs, <l>))", "list(filter(None, <l>))", "[x % 5 for x in {*<l>}][:1]",
    "list(reversed(<l>))", "[x for x, y in zip(<l>, <l>)]", "[i + x for i, x in enumerate(<l>)]",
    "list(count(<i>))", "list(relay(<i>))", "[*<v>]", "list(dict.fromkeys(<l>))", "[ord(x) for x in <s>]",
    "[last := x for x in <l>]", "list(d.values())", "[y for x in <l> if (y := x + 1) > <i>]", "(<l> if <b> else <l>)",
    "[*{x: x * x for x in <l>}.values()]", "[(lambda: x)() for x in <l>]",
)  # fmt: skip
_DICT = (
    "{<s>: <i>}", "{**<d>, <s>: <i>}", "{k: v + 1 for k, v in <d>.items()}", "(<d> | <d>)", "dict(k=<i>)",
    "dict(zip(<s>, <l>))", "dict.fromkeys(<s>, <i>)", "{str(x): x for x in <l>}",
)  # fmt: skip
_VEC = (
    "(<v> + <v>)",
    "(<v> * <i>)",
    "Vec(<i>, <i>)",
    "Vec(*<l>)",
    "max(<v>, <v>)",
    "(<v> if <b> else <v>)",
)
_BOOL = (
    "<i> < <i>", "<i> < <i> <= <i>", "<i> == <i>", "<l> == <l>", "<l> < <l>", "<s> != <s>", "<s> < <s>",
    "<i> in <l>", "<s> in <s>", "<s> not in <d>", "<i> in <v>", "<v> == <v>", "<b> and <b>", "<b> or <b>", "not <b>",
    "any(x > <i> for x in <l>)", "all(<l>)", "isinstance(<i>, int)", "<v> < <v>", "<i> in (1, <i>)", "<l> is <l>",
    "<s>.startswith(<s>)", "(n := <i>) > 2", "callable(<s>)", "bool(<v>)", "<i> is not None", "1 == <i> != <i>",
)  # fmt: skip


def _deeper(level: dict[str, st.SearchStrategy[str]]) -> dict[str, st.SearchStrategy[str]]:
    tables = {"i": _INT, "s": _STR, "l": _LIST, "d": _DICT, "v": _VEC, "b": _BOOL}
    return {
        letter: st.one_of(level[letter], _filled(*table, **level))
        for letter, table in tables.items()
    }


_EXPRESSIONS = _deeper(_deeper(_SIMPLE))
_NAMES = {
    "I": st.sampled_from(INTS), "S": st.sampled_from(STRS), "L": st.sampled_from(LISTS),
    "D": st.sampled_from(DICTS), "V": st.sampled_from(("v", "w")),
    "E": st.sampled_from(("ValueError", "Oops", "(KeyError, IndexError)", "Exception", "ZeroDivisionError",
                          "ArithmeticError", "LookupError", "TypeError")),
    "o": st.sampled_from(("+", "-", "*", "//", "%", "&", "|", "^", ">>")),
}  # fmt: skip

_STATEMENTS = (
    "<I> = <i>", "<S> = (<s>)[:99]", "<L> = (<l>)[:40]", "<D> = <d>", "<V> = <v>", "print(<i>, <s>, sep='|')",
    "print(*<l>)", "<I> <o>= <i>; <I> %= 10 ** 9", "<I> **= <i> & 3; <I> %= 10 ** 9", "<I> <<= <i> & 7; <I> %= 10 ** 9",
    "<S> += <s>; <S> = <S>[:99]", "<S> *= <i> & 3; <S> = <S>[:99]", "<L> += <l>; del <L>[40:]", "<L> *= <i> & 3; del <L>[40:]",
    "<L>[<i>] = <i>", "<L>[<i>] *= <i>; <L>[:] = [x % 999 for x in <L>]", "<D>[<s>] = <i>", "<D>[<s>] += <i>", "<D>[<s>] %= <i>",
    "<V>.x = <i> % 99", "<V>.x += <i>; <V>.x %= 99", "<V>.y *= <i>; <V>.y %= 99", "<V>.size = <i>", "del <L>[<i>]", "del <D>[<s>]",
    "<I>, <I> = <i>, <i>", "<I>, *<L> = <l>", "*<L>, <I> = <l>", "(<I>, *<L>), <I> = <l>, <i>", "<I>, <I> = <v>",
    "<I>, <I> = <l>", "<L>[<i>:<i>] = <l>", "<L>[::2] = <l>", "<L>.append(<i>)", "<L>.extend(<l>[:5])", "<L>.sort()",
    "<L>.insert(<i>, <i>)", "<I> = <L>.pop()", "<L>.reverse()", "<L>.remove(<i>)", "<D>.update(<d>)", "<D>.setdefault(<s>, <i>)",
    "<I> = <D>.pop(<s>)", "<D> |= <d>", "raise Oops(<i>)", "raise ValueError(<s>)", "raise KeyError(<s>) from Oops(<i>)",
    "assert <b>, <s>", "<I> = (lambda *p, **q: len(p) - len(q))(*<l>, **<d>)", "g = count(<i>); print(next(g), g.send(<i>), [*g])",
    "print(f'{<s>:>{<i> & 15}}', <d>)", "print([*zip(<l>, <s>)])", "if (n := <i>) > 2: print(n)", "print(sorted([v, w, <v>]))",
    "<I> = sum(1 for x in <l> if x in <l>)", "del <S>", "for i0 in <l>[:3]: print(i0)",
)  # fmt: skip

#: Syntax of Python 3.12.
_NEWEST = (
    "def f[T: int](x: T, y: list[T] = <l>) -> T:\n    z = [T, x]\n<*>\n    return x if z[0] is T and y else y\nprint(f(<i>), f.__type_params__)",
    "class K[T](Vec):\n    tag: T = <s>\n    def m[U](self, x: U) -> tuple[T, U]: return x, str(U), U is T\nprint(K(<i>).m(<s>), K.__type_params__, K[int])",
    "n = <i>\ntype A[T] = list[T] | n\ntry: print(A.__value__, A[int])\nexcept TypeError as error: print(error)",
) if sys.version_info >= (3, 12) else ()  # fmt: skip

_BLOCKS = (
    "if <b>:\n<*>\nelse:\n<*>", "if <b>:\n<*>\nelif <b>:\n<*>", "for i0 in <l>[:4]:\n<*>",
    "for i0, (i1, *i2) in enumerate(['ab', <s> + 'z']):\n<*>", "for <I> in range(<i> & 3):\n<*>\nelse:\n<*>",
    "for i0 in <l>[:5]:\n    if i0 > <i>: break\n    if i0 == <i>: continue\n<*>\nelse:\n<*>",
    "n = 3\nwhile n:\n    n -= 1\n<*>", "n = 0\nwhile True:\n    n += 1\n    if n > 2: break\n<*>",
    "try:\n<*>\nexcept <E> as error:\n    print(type(error).__name__, error)\n<*>\nelse:\n<*>\nfinally:\n<*>",
    "try:\n<*>\nexcept <E>:\n<*>", "try:\n<*>\nfinally:\n<*>", "try:\n<*>\nexcept* <E> as error:\n    print(len(error.exceptions))",
    "with <v> as held:\n<*>", "with <v>, <v> as (i0, i1):\n<*>",
    "match <l>:\n    case []:\n<**>\n    case [0, x] | [x]:\n<**>\n    case [x, *more] if x > <i>:\n        print(x, more)\n    case _:\n<**>",
    "match <v>:\n    case Vec(0): print('zero')\n    case Vec(x, y=0):\n<**>\n    case Vec() as u:\n        print(u)",
    "match <d>:\n    case {'k': int(x), **others}: print(x, others)\n    case {}:\n<**>",
    "def f(x, y=<i>, *z, k=<s>):\n    global a, xs\n<*>\n    return x + y\nprint(f(<i>), f(*<l>[:3]))",
    "def f():\n    n = <i>\n    def g(x):\n        nonlocal n\n        n += x\n        return n\n    return g(<i>) - g(<i>)\nprint(f())",
    "def f(x):\n    '''Doc.'''\n    try:\n        return x // <i>\n    except ZeroDivisionError:\n        return <i>\n    finally:\n        print('f')\nprint(f(<i>))",
    "def g(x):\n    try:\n        for y in range(x & 3):\n            yield y * <i>\n    finally:\n        print('end')\nprint(list(g(<i>)), next(g(<i>), 'none'))",
    "class C(Vec):\n    tag = <s>\n    def __init__(self, x): super().__init__(x, <i>)\n    def __call__(self, z=<i>): return self.x + z\nprint(C(<i>)(), C(<i>), C.tag, C(1) + v)",
    "def f(n): return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(<i> & 7))",
    "async def co(x):\n    n = <i>\n<*>\n    return x + n\nasync def ag(n):\n    for y in range(n & 3): yield y * <i>\n"
    "async def main(): return [await co(y) for y in <l>[:3]], [z async for z in ag(<i>)]\nimport asyncio\nprint(asyncio.run(main()))",
    "class M(type):\n    def __call__(cls, *p, **q): return super().__call__(*p, **q), <i>\n    def __getitem__(cls, k): return k\n"
    "    def __len__(cls): return <i> & 7\nclass K(metaclass=M):\n    tag = <s>\n    def __init__(self, x=<i>):\n        self.x = x\n<**>\n"
    "print(K(<i>)[1], K[<s>], len(K), K.tag)",
    "def deco(cls):\n    def __repr__(self): return f'<{cls.__name__} {self.x}>'\n    cls.__repr__ = __repr__\n    cls.__len__ = lambda self: <i> & 7\n"
    "    return cls\n@deco\nclass K:\n    x = <i>\nprint(K(), len(K()), K.mro()[1].__name__)",
    "def g():\n    r = yield from relay(<i> & 3)\n<*>\n    yield r\nprint(list(g()))",
    "def f(x):\n    with <v> as __enter__:\n        return [*__enter__], x\nprint(f(<i>))",
    *_NEWEST,
)  # fmt: skip

_PARTS = {**_EXPRESSIONS, **_NAMES}
_statement = _filled(*_STATEMENTS, **_PARTS)
_block = _filled(*_BLOCKS, **_PARTS)


def _indented(text: str, depth: int) -> str:
    return "\n".join("    " * depth + line for line in text.split("\n"))


@st.composite
def _suite(draw: st.DrawFn, level: int) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 3 if level else 6))):
        if level < 2 and draw(st.booleans()):
            text = draw(_block)
            for mark, depth in (("<**>", 2), ("<*>", 1)):
                while mark in text:
                    text = text.replace(mark, _indented(draw(_suite(level + 1)), depth), 1)
            lines.append(text)
        else:
            lines.append(draw(_statement))
    return "\n".join(lines)


@st.composite
def modules(draw: st.DrawFn) -> str:
    """Return the strategy of whole programs."""
    return f"{HEADER}i0 = 4\n{draw(_suite(0))}\n{FOOTER}"
