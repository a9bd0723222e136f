# ruff: noqa: E501  A row of a table stays on one line.
"""`traceback`: a guest sees its own lines, and of a traceback object no frame."""

from __future__ import annotations

import traceback

import pytest

import cloche

from .tables import gives, natively, same, shown, stopped

HEADER = "import sys, traceback"

#: What depends on no file.
test_same = same(
    HEADER,
    """
    traceback.format_exc()

    traceback.format_exception_only(ValueError("x")), traceback.format_exception_only(KeyError, KeyError(1)), traceback.format_exception_only(None)

    class Mine(Exception): pass
    traceback.format_exception_only(Mine("a\\nb")), traceback.format_exception_only(Mine())

    e = ValueError("x")
    e.add_note("first")
    e.add_note("second")
    traceback.format_exception_only(e), traceback.format_exception(e)

    traceback.format_exception(ValueError("x")), traceback.format_exception(None), traceback.format_exception(ValueError, ValueError("y"), None)

    traceback.format_exception(1)

    traceback.format_exception(ValueError, ValueError("y"))

    traceback.format_exception()

    traceback.format_tb(None), traceback.extract_tb(None)

    try:
        try:
            1 / 0
        except ZeroDivisionError as inner:
            raise KeyError("k") from inner
    except KeyError as error:
        found = [line for line in traceback.format_exception(error) if not line.startswith("  ")]
    found

    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError("k")
    except KeyError as error:
        found = [x for x in traceback.format_exc(chain=False).split("\\n") if x[:2] != "  "]
    found

    try:
        {}["k"]
    except KeyError as error:
        t = error.__traceback__
        found = t.tb_lineno, t.tb_next, type(t).__name__, sys.exc_info()[2].tb_lineno, [f.lineno for f in traceback.extract_tb(t)]
    found

    def f(): g()
    def g(): 1 / 0
    try:
        f()
    except ZeroDivisionError as error:
        found = [(each.lineno, each.name, tuple(each)[:0]) for each in traceback.extract_tb(error.__traceback__)]
        lines = error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno
    found, lines, [len(traceback.extract_tb(error_trace, n)) for error_trace in [None] for n in (0, 1)]

    ValueError("x").__traceback__, hasattr(ValueError(), "__traceback__")

    traceback.format_list([("f.py", 3, "g", "x = 1"), ("f.py", 4, "h", None)])

    row = ("f.py", 3, "g", "x = 1")
    [traceback.format_list([row] * n + [("f.py", 3, name, None)] * m) for n in (1, 3, 4, 5, 50) for name, m in (("g", 2), ("h", 4), ("", 0))]

    [traceback.format_list([("f.py", None, "g", "x")] * 5), traceback.format_list([["f.py", 3, "g", each] for each in "abcde"]), traceback.format_list([("f.py", i // 4, "g", "x") for i in range(10)])]

    repr(traceback.FrameSummary("f.py", 3, "g")), traceback.FrameSummary("f.py", 3, "g", line="x").line
    """,
)

PROGRAM = """import sys, traceback
def f(n):
    return g(n)
def g(n):
    return 10 / n
try:
    f(0)
except ZeroDivisionError as error:
    texts = [
        traceback.format_exc(),
        "".join(traceback.format_exception(error)),
        "".join(traceback.format_exception(type(error), error, error.__traceback__)),
        "".join(traceback.format_exception(*sys.exc_info())),
    ]
    same = [text == texts[0] for text in texts]
    short = traceback.format_exc(limit=1), traceback.format_exc(limit=-1)
    parts = [len(part.split("\\n")) > 2 for part in traceback.format_exception(error)]
    inner = "".join(traceback.format_tb(error.__traceback__, -1))
    traceback.print_exc()
    traceback.print_exc(file=sys.stdout)
    traceback.print_tb(error.__traceback__, limit=1)
same, texts[0], short, parts, inner
"""


def test_the_lines_of_the_program(tmp_path):
    same, text, (outer, innermost), parts, inner = cloche.run(PROGRAM)
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    names = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traceback, "print_exc", lambda **named: None)
        patch.setattr(traceback, "print_tb", lambda tb, **named: None)
        exec(compile(PROGRAM, str(path), "exec"), names)
    assert all(same)
    native = [names["texts"][0], *names["short"], names["inner"]]
    assert [text, outer, innermost, inner] == [
        each.replace(str(path), "<guest>") for each in native
    ]
    assert parts == names["parts"]


def test_what_is_printed_goes_to_stderr():
    result = cloche.Sandbox().execute(PROGRAM)
    text = result.value[1]
    assert result.stdout == text
    assert result.stderr.startswith(text)
    assert result.stderr[len(text) :].startswith('  File "<guest>", line 7, in <module>\n')


RECURSIVE = """import sys, traceback
def f(n):
    if n: return f(n - 1) if n % 7 else g(n)
    raise ValueError
def g(n):
    return f(n - 1)
def lines(n):
    try:
        f(n)
    except ValueError as error:
        trace = error.__traceback__
        cuts = [None, 0, 1, 3, 4, 5, 9, -1, -3, -4, -5, -9]
        for cut in cuts:
            traceback.print_tb(trace, cut, file=sys.stdout)
        told = [traceback.format_tb(trace, cut) for cut in cuts]
        rows = [(each.filename, each.lineno, each.name, each.line) for each in traceback.extract_tb(trace)]
        return told, traceback.format_list(rows), traceback.format_exc(), len(rows)
found = [lines(n) for n in (0, 1, 2, 3, 4, 5, 6, 20, 50)]
found
"""


def test_lines_that_repeat_are_counted(tmp_path, capsys):
    path = tmp_path / "program.py"
    path.write_text(RECURSIVE)
    names = {"__name__": "__main__"}
    exec(compile(RECURSIVE, str(path), "exec"), names)
    result = cloche.Sandbox().execute(RECURSIVE)
    assert "repeated 3 more times]" in result.stdout
    assert result.stdout == capsys.readouterr().out.replace(str(path), "<guest>")
    assert repr(result.value) == repr(names["found"]).replace(str(path), "<guest>")


test_gives = gives(
    HEADER,
    {
        "try: 1 / 0\nexcept Exception as e: t = e.__traceback__\nt.tb_frame": "AttributeError: 'traceback' object has no attribute 'tb_frame'",
        "try: 1 / 0\nexcept Exception as e: t = e.__traceback__\ntype(t)()": "TypeError: tracebacks cannot be made here",
        "try: 1 / 0\nexcept Exception as e: t = e.__traceback__\ngetattr(t, '__trace__')": "AttributeError",
        "traceback.walk_tb": "AttributeError: module 'traceback' has no attribute 'walk_tb' here",
        "traceback.print_stack": "AttributeError: module 'traceback' has no attribute 'print_stack' here",
        "traceback.format_tb(5)": "TypeError",
        "traceback.sys": "AttributeError",
    },
)


def test_a_traceback_given_to_exit_can_be_formatted():
    source = shown("""
import traceback
class C:
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        self.lines = traceback.format_tb(trace), [x.lineno for x in traceback.extract_tb(trace)]
        return True
c = C()
with c:
    1 / 0
c.lines[1]""")
    assert cloche.run(source) == natively(source)[1]


test_stopped = stopped(
    HEADER,
    """
    try: 1 / 0
    except ZeroDivisionError:
        while True: traceback.format_exc()

    while True: traceback.print_exc()

    from itertools import repeat
    traceback.format_list(repeat(("f.py", 1, "g", "x")))

    class Loud(Exception):
        def __str__(self): return "x" * 10**6
    while True: traceback.format_exception(Loud())
    """,
)
