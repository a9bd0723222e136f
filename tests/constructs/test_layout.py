"""Layout of the author's: comments, continued lines, semicolons, tabs, form feeds, odd spacing.

`rewrite` itself requires the same number of lines, each statement on its own line, and every
comment; the programs here are those that make it hard.
"""

from __future__ import annotations

import pytest

from harness import assert_same, rewrite

UNCHANGED = [
    "",
    "\n",
    "\n\n# only a comment\n",
    "x = 1",
    "x = 1 ;y=2;\n",
    "if x:\n\ty = 1\n\tz = 2\n",
    "if x:\n    y = 1\n\n\n    # trailing\n\n# outer\n",
    "if x: y = 1; z = 2\n",
    "x = 1\\\n    / 2\n",
    "x = [\n    1,\n    # two\n    2,\n\n]\n",
    "def f(\n    a,  # one\n    b=1,\n): pass\n",
    "'''doc\n\nmore'''\nx = 1\n",
    "x = '''a\n  b\n'''\n",
    "class C:\n\n    '''Doc.'''\n\n    x = 1\n",
    "# -*- coding: utf-8 -*-\nx = 'é'\n",
    "é = 1  # é\n",
    "x = (yield_)if(y)else(z)\n",
    "if(x):y=1\nelif(y):z=2\nelse:pass\n",
    "try:x=1\nfinally:pass\n",
    "pass;pass\npass\n",
]

REWRITTEN = [
    (
        "try:x=1\nexcept E:pass\nfinally:pass\n",
        "try:x=1\nexcept __tick__(__ticks__) and (E):pass\nfinally:pass\n",
    ),
    ("if(x*y):z\n", "if(__times__(x, y)):z\n"),
    ("x=y if(a*b)else(c)*d\n", "x=y if(__times__(a, b))else __times__((c), d)\n"),
    ("def f():return(x)*y\n", "def f():__tick__(__ticks__); return __times__((x), y)\n"),
    ("x=not(y)*z\n", "x=not __times__((y), z)\n"),
    ("x=lambda:(y)\n", "x=lambda:__tick__(__ticks__) and ((y))\n"),
    ("for x in(y):z\n", "for x in __compress__((y), __ticks__):z\n"),
    ("x=[y for y in(z)if(y)]\n", "x=[y for y in __compress__((z), __ticks__)if(y)]\n"),
    ("x=1 if y*z else-z\n", "x=1 if __times__(y, z) else-z\n"),
    ("x=y and(z)*w or(v)\n", "x=y and __times__((z), w) or(v)\n"),
    ("raise(x)*y from(z)*w\n", "raise __times__((x), y) from __times__((z), w)\n"),
    ("del(x).y\n", "del((x) if __type__(x) in __own__ else __writable__(x)).y\n"),
    ("assert(x).join,(y)*z\n", "assert __attr__.join((x)),__times__((y), z)\n"),
    ("def f():\n\tx\n\ty\n", "def f():\n\t__tick__(__ticks__); x\n\ty\n"),
    ("def f(): x ; y;\n", "def f(): __tick__(__ticks__); x ; y;\n"),
    (
        "def f():\n    # why\n\n    '''doc'''\n    # how\n\n    return 1  # one\n",
        "def f():\n    # why\n\n    '''doc'''\n    # how\n\n    __tick__(__ticks__); return 1  # one\n",
    ),
    (
        "x = (a  # one\n     *  # two\n     b)\n",
        "x = (__times__(a,   # one\n       # two\n     b))\n",
    ),
    (
        "x = (\n    a\n    .join  # one\n    (b)\n    # two\n)\n",
        "x = (\n    __attr__.join(a\n    )  # one\n    (b)\n    # two\n)\n",
    ),
    ("x = a \\\n  * b \\\n  ** c\n", "x = __times__(a,  \\\n  __power__(b,  \\\n  c))\n"),
    ("x = a[\n  # k\n  b * c\n]\n", "x = a[\n  # k\n  __key__(__times__(b, c))\n]\n"),
    ("f(\n  *a,\n  # two\n  **b\n)\n", None),
    ("x = {\n  # one\n  **a,\n  'b': 1,\n}\n", None),
    ("a, \\\n  *b = c\n", "a, \\\n  *b = __unpack__(c, 1)\n"),
    ("with (a  # one\n      as b): c * d\n", None),
    ("while (a\n       # b\n       ): c\n", None),
    ("@a.join(\n    # one\n)\n# two\ndef f(): pass\n", None),
    ("x = f'''{\n  y\n  !r}'''\n", None),
    ("x = f'''\n{y}\n{z * w:>{\nv}}\n'''\n", None),
    ("x = f'{y!r}' f\"{z['a']}\" rf'''{w}''' F\"\"\"{'v'}\"\"\"\n", None),
    ("from math import (\n    # one\n    sqrt,\n    # two\n    pi\n)\n", None),
    ("from math import sqrt, \\\n    pi  # two\n", None),
    ("import math  # one\nimport json  # two\n", None),
    ("match x:\n    # one\n    case [\n        1,  # two\n        _,\n    ] if y * z:\n        pass\n", None),
    ("x = a < \\\n    b < \\\n    c\n", None),
    ("x *= (\n    # one\n    y\n)\n", None),
    ("x[  # one\n  k  # two\n] **= (3  # three\n)\n", None),
    ("if x:\n    pass\n# one\nelse:\n    # two\n    y * z\n", None),
    ("def f(a=(\n    # one\n    1 * 2),\n): return a\n", None),
    ("class C(\n    A,\n    # one\n    *b,\n): pass\n", None),
    ("lambda: (\n    # one\n    x * y\n)\n", None),
    ("x = [\n    # one\n    y * z  # two\n    for y in z  # three\n    if y % 2  # four\n    # five\n]\n", None),
    ("def f():\n    try: pass  # one\n    finally: pass  # two\n    return 1  # three\n", None),
    ("return_ = 1\nif return_ : return_ *= 2 # x\n", None),
]  # fmt: skip

SAME = [
    "x = 1\n\x0c\n# form feed\ndef f():\n    return x\nf()\n",
    "def f():\n\treturn 1\nclass C:\n        x = f()\nC.x\n",
    "x = 1 ;y = 2 ; print( x+y ) ;z=[\n1\n,]\nz\n",
    "x = 5\ny = (x)if(x)>3 else(0)\nz = not(y)\nw = lambda:(y)\ny, z, w()\n",
    "def f(x):return(x)*2\nf(3)\n",
    "x = 3 \\\n  * 4 \\\n  - 2\nx\n",
    "if 1:\n    x = '''a\n    b'''\n    '''c'''\nx\n",
    "x = (1,\n     2)  # two\n\n\nx  # three\n",
    "x = 7\n(  # one\n    x  # two\n) *= 2\nx\n",
    "x = [1, [2]]\nx[  # one\n  1  # two\n][0] **= (3\n)\nx\n",
    "for x in(1,2):print(x)\nelse:print('else')\n",
    "x = 'a'\nf'{x!r:>{5}}' f\"{x:{'^'}{3}}\" rf'\\d{x}' f'''{\nx}'''\n",
    "x = {'a': 'b'}\nf'{x[\"a\"]}' f\"{x['a']!r}\" f'''{x[\"a\"]}{x['a']}'''\n",
    "x=1\nprint(x)if x else None\n",
    "1 / 0  # line 1\n",
    "x = 1\r\nif x:\r\n    y = x * 2\r\ny\r\n",
    "def f():\n    ''\n    ...\n    pass\n    return 1\nf()",
    "print('no newline at the end')",
]


@pytest.mark.parametrize("source", UNCHANGED)
def test_unchanged(source):
    for optimize in (True, False):
        assert rewrite(source, optimize) == source


@pytest.mark.parametrize(("source", "text"), REWRITTEN)
def test_rewritten(source, text):
    """The text is with or without inline tests; without one only what `rewrite` requires is tested."""
    assert text in (None, rewrite(source), rewrite(source, False))


@pytest.mark.parametrize("source", SAME)
def test_same(source):
    assert_same(source)
