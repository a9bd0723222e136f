"""The verifier: no more than so many operations in a row without a tick."""

from __future__ import annotations

import pytest
from verifying import POLICY, accepts, is_accepted, text

from cloche.transpiler import diagnostics
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify
from cloche.transpiler.verify.operations import MOST
from cloche.transpiler.vocabulary import SEARCH_WEIGHT

#: As many calls as may stand in a row, and one more.
ROW = "f(); " * MOST
LONG = ROW + "f()"
HALF = "f(); " * (MOST // 2 + 1)
ELEMENTS = ", ".join(["f()"] * MOST)
PLAIN = (
    "not a, a is b is None, (a, b), [a], -1, lambda: {T} and (a), 'x', a == 1, a is not b, 1 == a"
)

#: So many searches in a row, of what may be long.
SEARCHES = MOST // SEARCH_WEIGHT
SEARCHING = [
    "__firm__(a).find(b)", "__firm__(a).find(*__drain__(b))", "__firm__(a).find('b', c)",
    "a.find('b', 1)", "a.count('b')", "a.index(-1)",
    "__changing__(a).remove('b')", "a.count(__comparand__('b'))",
    "__comparand__(a) in __container__(b)",
    "'a' in __container__(b)", "__comparand__(a) not in __container__(b)",
    "__comparand__(a) in (b if __type__(b) in __collections__ else __container__(b))",
]  # fmt: skip

ACCEPTED = [
    ROW,
    f"{ROW}{{T}}; {ROW}",
    f"x = [{ELEMENTS}]",
    f"x = [{ELEMENTS}, ({{T}} and (f()))]",
    "x = [" + ", ".join(["({T} and (f()))"] * 3 * MOST) + "]",
    f"x = ({{T}} and ([{ELEMENTS}]))",
    f"{HALF}x = {{T}} and (f()); {HALF}",
    f"{HALF}\nif {{T}} and (a): b()\n{HALF}",
    f"{HALF}\nwith {{T}} and (a): b()",
    f"{HALF}\nfor a in __compress__({{T}} and (b), __ticks__): {HALF}",
    "x = a" + " >> a" * MOST,
    "x = a" + (" >> a" * (MOST - 1) + " >> ({T} and (a))") * 3,
    "a = [f() for b in __compress__(c, __ticks__)]; " * MOST,
    f"def f(): {{T}}; {ROW}\nf()",
    "".join(f"@{{T}} and (a())\ndef f{n}(): pass\n" for n in range(3 * MOST)),
    f"x = [{PLAIN}]\n" * 3 * MOST,
    "for a in __compress__(b, __ticks__): " + ROW,
    f"while {{T}} and (a): {ROW[5:]}\nelse: pass",
    f"{HALF}{{T}} and (f()); {HALF}",
    "def g():\n {T}\n return {T} and ([" + ", ".join(["({T} and (f()))"] * 3 * MOST) + "])",
    "if a: pass\n" + "elif a: pass\n" * 600,
    f"try: {HALF}{{T}}\nexcept KeyError: {{T}}\n{HALF}",
    "(n if __type__(n) in __own__ else __writable__(n)).x = 1\n" * (MOST + 1),
    f"{HALF}\nwhile {{T}} and (a): b()\n{HALF}",
    f"{HALF}\nwhile {{T}}: pass\nelse: {HALF}",
    f"x = lambda: {{T}} and ([{ELEMENTS}, ({{T}} and (f()))])",
    f"{HALF}\nwith a, {{T}} and (b), c: {HALF[:30]}",
    f"{HALF}\n@a()\n@{{T}} and (b())\nclass C({HALF[5:8]}, {{T}} and (f())): {HALF}",
    f"try: {HALF}\nexcept {{T}} and (f()): {{T}}; {HALF}",
    f"try: {ROW}\nfinally: {{T}}; {ROW}",
    "x = [" + "f'a', " * (MOST + 1) + "]",
    *(f"x = [{f'{each}, ' * SEARCHES}]" for each in SEARCHING),
    "x = [" + "'a' in (b, c), 'b'.find(a), 1 in 'abc', " * (MOST // 3) + "]",
    "x = [" + "__measured__(a).count(__comparand__(b)), " * MOST + "]",
    f"x = [{'a.b, ' * 4 * MOST}]",
    f"x = [{'a[0], ' * 4 * MOST}]",
    "x = [" + "({T} and (a.b)), " * 8 * MOST + "]",
    f"x = [{'a[__key__(b)], ' * MOST}]",
    f"x = [a[({'__key__(b), ' * 8})] for a in __compress__(b, __ticks__)]",
    "x = {" + "__key__(({T} and (a))), " * 3 * MOST + "}",
    "x = {" + "*__hashed__(a), 1, 'b', " * 3 * MOST + "}",
    "x = {" + "__key__(({T} and (a))): b, " * 3 * MOST + "}",
    "x = {" + "1: a, **__mapping__(a), " * 3 * MOST + "}",
    f"x = {{({'__key__(a), ' * 8 * MOST})}}",
    "@a\n" * MOST + "def f(): pass",
    "x = [" + "a.b('c'), " * MOST + "]",
    "x = {({T} and ((__key__(a), 1)))}",
    "x = [" + "__attr__.join(a)(b), " * MOST + "]",
    # What is evaluated both ways counts once.
    f"x = n + [{ELEMENTS[5:]}] if __type__(n) in __numbers__ else __plus__(n, [{ELEMENTS[5:]}])",
    "match a:\n case {" + ", ".join(f"{n} + 2j: _" for n in range(4 * MOST)) + "}: pass",
]
REFUSED = [
    f"x = a if b else [{ELEMENTS}, f()]",
    f"x = a if b else __attr__.join([{ELEMENTS}, f()])",
    f"x = a if b is c else __attr__.join([{ELEMENTS}, f()])",
    f"x = [{ELEMENTS}, f()].a",
    f"(x := [{ELEMENTS}, f()])",
    f"async def f(): {{T}}; await [{ELEMENTS}]",
    f"def f(): {{T}}; yield [{ELEMENTS}, f()]",
    f"f(a=[{ELEMENTS}])",
    f"x = [*__drain__([{ELEMENTS}, f()])]",
    f"x = __piece__(a[__key__([{ELEMENTS}, f()]):])",
    "match a:\n" + f" case __compared__({'b.c.d.e'}): pass\n" * (3 * MOST // 4),
    # A tick before the key: that is hashed behind it.
    f"x = {{({{T}} and (({'__key__(a), ' * (8 * MOST + 1)})))}}",
    "x = [({T} and ({" + "__key__(({T} and (a))), " * (MOST + 1) + "}))]",
    f"x = [{'a.b, ' * (4 * MOST + 1)}]",
    "x = [({T} and ([" + "a.b, " * (4 * MOST + 1) + "]))]",
    f"x = [{'a[0], ' * (4 * MOST + 1)}]",
    f"x = [{'__attr__.join(a), ' * (4 * MOST + 1)}]",
    f"x = [{'a[__key__(b)], ' * (MOST + 1)}]",
    f"x = a[({'__key__(b), ' * (8 * MOST + 1)})]",
    f"x = a[({'*__hashed__(b), ' * (8 * MOST + 1)})]",
    f"x = a.get(({'__key__(b), ' * (8 * MOST + 1)}))",
    f"x = {{{'__key__(a), ' * (MOST + 1)}}}",
    f"x = {{({'__key__(a), ' * (8 * MOST + 1)})}}",
    f"x = {{({'__key__(a), ' * (8 * MOST + 1)}) for a in __compress__(b, __ticks__)}}",
    f"x = {{({'__key__(a), ' * (8 * MOST + 1)}): 1 for a in __compress__(b, __ticks__)}}",
    f"x = {{{'__key__(a): 1, ' * (MOST + 1)}}}",
    "a, = b\n" * (4 * MOST + 1),
    f"for {'(a,), ' * (4 * MOST + 1)} in __compress__(b, __ticks__): pass",
    "@a\n" * (MOST + 1) + "def f(): pass",
    "@{T} and (a)\n" * (MOST + 1) + "def f(): pass",
    "@a\n" * (MOST + 1) + "class C: pass",
    "@{T} and (a)\nclass C:\n " + LONG[:-5],
    "@a.b\ndef f(): pass\n" * MOST,
    LONG,
    f"{{T}}; {LONG}",
    "x = [" + "f'{__shown__(a)}', " * (MOST + 1) + "]",
    f"x = f'{{__shown__([{ELEMENTS}])}}'",
    f"x = f'{{__formatted__(a):{{__spec__([{ELEMENTS}])}}}}'",
    f"x = [{ELEMENTS}, f()]",
    f"x = {{T}} and ([{ELEMENTS}, f()])",
    f"x = [({{T}} and ([{ELEMENTS}, f()]))]",
    # A tick in the operand of a tick is none.
    f"x = [({{T}} and ([{ELEMENTS}, ({{T}} and (f()))]))]",
    "x = [({T} and (a" + " >> a" * MOST + " >> ({T} and (a))))]",
    f"x = [{ELEMENTS}, f()] >> a",
    f"x = f() or ([{ELEMENTS}])",
    f"x = [{ELEMENTS}] if f() else a",
    "x = [" + "__real_max__(1, 3), " * (MOST + 1) + "]",
    "x = [" + "__real_heappop__([3, 1]), " * (MOST + 1) + "]",
    "x = " + "-" * (MOST + 1) + "a",
    "x = a" + " >> a" * (MOST + 1),
    "x = a" + " >> a" * MOST + " >> ({T} and (a))" + " >> a" * (MOST + 1),
    "x = " + " >> ".join(["(a / b)"] * (MOST // 2 + 2)),
    "x = [" + "__operand__(a) < b, " * (MOST + 1) + "]",
    *(f"x = [{f'{each}, ' * (SEARCHES + 1)}]" for each in SEARCHING),
    "x = [" + "__measured__(a).count(__comparand__(b)), " * (MOST + 1) + "]",
    "del " + ", ".join(["__changing__(a)[1:2]"] * (MOST + 1)),
    "__changing__(a)[1:2] = __inplace_addend__(b); " * (MOST + 1),
    f"f = lambda: {{T}} and ([{ELEMENTS}, f()])",
    f"f = lambda a=[{ELEMENTS}, f()]: {{T}} and (a)",
    f"x = [[{ELEMENTS}, f()] for a in __compress__(b, __ticks__)]",
    f"x = [a for a in __compress__([{ELEMENTS}, f()], __ticks__)]",
    f"def f(): {{T}}; {LONG}",
    f"class C:\n {LONG}",
    f"@g([{ELEMENTS}])\ndef f(): pass",
    f"def f(a=[{ELEMENTS}, f()]): pass",
    f"def f(a: [{ELEMENTS}, f()]): pass",
    f"{HALF}\nif a: {HALF}",
    f"{HALF}\nif a: {{T}}\n{HALF}",
    f"if a: {HALF}\nelse: b\n{HALF}",
    f"if a: b\nelse: {HALF}\n{HALF}",
    f"if a: b\nelif f(): {HALF}\nelse: c\n{HALF}",
    "if a: pass\n" + "elif f(): pass\n" * (MOST + 1),
    f"while {{T}} and ([{ELEMENTS}, f()]): b()",
    f"while {{T}}: {HALF}\n{HALF}",
    f"while {{T}}: {HALF}\nelse: {HALF}",
    f"while {{T}} and (a): {LONG}",
    f"for a in __compress__(b, __ticks__): {LONG}",
    f"for a in __compress__(b, __ticks__): {HALF}\nelse: {HALF}",
    f"for a in __compress__(b, __ticks__): {HALF}\n{HALF}",
    f"{HALF}\nfor a in __compress__(b, __ticks__): {{T}}\n{HALF}",
    f"def f(b):\n {{T}}\n for a in b.c: {{T}}; {LONG}",
    f"def f(b):\n {{T}}\n for a in b.c: {{T}}; {HALF}\n {HALF}",
    "for a in (1, 2, 3): " + "f(); " * (MOST // 3 + 1),
    "for a in [1, 2, 3]: " + "f(); " * (MOST // 3 + 1),
    f"{HALF}\nfor a in (): {{T}}\n{HALF}",
    f"{HALF}\nwith a: {HALF}",
    f"with a: {HALF}{{T}}\n{HALF}",
    "with a: pass\n" * MOST,
    "try: a\nexcept BaseException:\n def f(): pass\nf()",
    "try:\n try: a\n except BaseException:\n  def f(): pass\nfinally: {T}\nf(); " + ROW,
    f"try: {HALF}\nexcept KeyError: {HALF}",
    f"try: {HALF}{{T}}\nexcept KeyError: {HALF}",
    f"try: {HALF}{{T}}\nexcept KeyError: pass\n{HALF}",
    f"try: {HALF}\nfinally: {{T}}\n{LONG}",
    "try: f()\nexcept KeyError: a\n" * 5,
    "with m: " + "".join("\n try: f()\n except KeyError: a" for _ in range(4)),
    f"try: pass\nfinally: {{T}}; {LONG}",
    f"try: pass\nexcept KeyError: {HALF}\n{HALF}",
    f"try: {HALF}\nexcept KeyError: pass\nelse: {HALF}",
    f"match a:\n case [b]: {HALF}\n{HALF}",
    f"{HALF}\nmatch a:\n case [b]: {{T}}\n{HALF}",
    f"match a:\n case [b] if [{ELEMENTS}, f()]: pass",
    "match a:\n" + " case __compared__(b.c): pass\n" * (MOST + 1),
]


@pytest.mark.parametrize("guarded", [*map(text, REFUSED)])
def test_refused(guarded: str) -> None:
    with pytest.raises(Refusal) as caught:
        verify(guarded, POLICY)
    (found,) = caught.value.diagnostics
    assert (found.code, found.message, found.hint) == diagnostics.LONG


@pytest.mark.parametrize("guarded", [*map(text, ACCEPTED)])
def test_accepted(guarded: str) -> None:
    assert is_accepted(guarded)


test_one_less = accepts(["f()", "x = [({T} and (f()))]"])


def test_annotations_that_are_not_evaluated_do_not_count() -> None:
    methods = "def f(a: b >> c, d: b >> c) -> b >> c: pass\n" * MOST
    assert not is_accepted(methods, POLICY)
    assert is_accepted(f"from __future__ import annotations\n{methods}", POLICY)
