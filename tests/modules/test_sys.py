# ruff: noqa: E501  A row of a table stays on one line.
"""`sys`: constants, streams and `exit`."""

from __future__ import annotations

import sys

import pytest

import cloche

from .tables import gives, same, stopped

test_same = same(
    "import sys",
    """
    sys.maxsize, sys.byteorder, sys.maxunicode, sys.version, sys.hexversion, sys.float_repr_style, sys.platform

    sys.version_info >= (3, 11), sys.version_info[:2], sys.version_info.major, sys.version_info.releaselevel, sys.version_info

    sys.float_info.epsilon, sys.float_info.max, sys.float_info.dig, sys.int_info, sys.hash_info.modulus

    sys.getsizeof([]), sys.getsizeof(1), sys.getsizeof("abc"), sys.getsizeof(object(), 5)

    class Sized:
        def __sizeof__(self): return 100
    sys.getsizeof(Sized()) > 100

    sys.getsizeof()

    sys.intern("abc") is sys.intern("abc")

    sys.intern(1)

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + 5), sys.getrecursionlimit() - before, sys.setrecursionlimit(before)

    sys.setrecursionlimit("a")

    sys.setrecursionlimit(0)

    sys.setrecursionlimit(2**40)

    class S(str): pass
    sys.intern(S("x"))

    sys.exc_info(), sys.exception()

    try:
        1 / 0
    except ZeroDivisionError as error:
        found = sys.exc_info()[0], sys.exc_info()[1] is error, sys.exception() is error
    found

    sys.getrecursionlimit(), sys.getdefaultencoding(), type(sys.version_info).__name__

    type(sys.version_info)()
    """,
)


def test_streams_are_captured_apart():
    result = cloche.Sandbox().execute(
        "import sys\n"
        "print('a')\nprint('b', file=sys.stderr)\nsys.stdout.write('c')\nsys.stderr.writelines(['d', 'e'])\n"
        "print('f', file=sys.stdout, flush=True)"
    )
    assert (result.stdout, result.stderr) == ("a\ncf\n", "b\nde")


def test_what_was_written_comes_with_the_error():
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run("import sys\nprint('a')\nprint('b', file=sys.stderr)\n1 / 0")
    assert (caught.value.stdout, caught.value.stderr) == ("a\n", "b\n")


def test_print_goes_where_it_is_sent():
    result = cloche.Sandbox().execute("""
from contextlib import redirect_stderr, redirect_stdout
import sys

class Sink:
    def __init__(self): self.text = ""
    def write(self, text): self.text += text
    def flush(self): pass

outer, inner = Sink(), Sink()
with redirect_stdout(outer) as target:
    print("one")
    sys.stdout.write("two ")
    with redirect_stdout(inner), redirect_stderr(inner):
        print("three")
        print("four", file=sys.stderr)
        print(sys.stderr is inner)
    print("five", file=sys.stdout)
    print(target is outer)
print("six")
outer.text, inner.text
""")
    assert result.value == ("one\ntwo five\nTrue\n", "three\nfour\nTrue\n")
    assert (result.stdout, result.stderr) == ("six\n", "")


def test_print_goes_nowhere_where_there_is_no_stream():
    result = cloche.Sandbox().execute("""
from contextlib import redirect_stderr, redirect_stdout
import sys

class Loud:
    def __str__(self): raise ValueError

own = sys.stdout
with redirect_stdout(None), redirect_stderr(None):
    print(Loud(), sep=5)
    found = sys.stdout, sys.stderr
    with redirect_stdout(own):
        print("one")
    print("two")
    print("three", file=sys.stderr)
print("four")
found
""")
    assert (result.value, result.stdout, result.stderr) == ((None, None), "one\nfour\n", "")


def test_a_stopped_step_leaves_no_redirection():
    session = cloche.Sandbox(limits=cloche.Limits(steps=10_000)).session()
    with pytest.raises(cloche.StepLimitExceeded):
        session.run("""
from contextlib import redirect_stdout
import sys
with redirect_stdout(sys.stderr):
    while True: pass
""")
    assert session.execute("print('here')").stdout == "here\n"


@pytest.mark.parametrize("status", ["", "0", "None", "False"])
def test_exit_ends_well(status):
    result = cloche.Sandbox().execute(f"import sys\nprint('a')\nsys.exit({status})\nprint('b')\n5")
    assert (result.value, result.stdout) == (None, "a\n")


@pytest.mark.parametrize(
    ("status", "message"), [("3", "3"), ("'no data'", "no data"), ("True", "True"), ("[]", "[]")]
)
def test_exit_with_a_status_is_an_error(status, message):
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(f"import sys\nsys.exit({status})")
    assert (caught.value.type_name, caught.value.message) == ("SystemExit", message)


def test_exit_is_an_exception_like_any():
    source = "import sys\ntry:\n    sys.exit(2)\nexcept SystemExit as e:\n    x = e.code\nx, 'done'"
    assert cloche.run(source) == (2, "done")


def test_exit_within_limits():
    box = cloche.Sandbox(limits=cloche.Limits(steps=1000))
    with pytest.raises(cloche.StepLimitExceeded):
        box.run("import sys\ntry:\n    while True: pass\nfinally:\n    sys.exit()")


test_gives = gives(
    "import sys",
    {
        "sys.argv": "['']",
        "sys.modules": "AttributeError: module 'sys' has no attribute 'modules' here",
        "sys._getframe": "AttributeError: module 'sys' has no attribute '_getframe'",
        "sys.settrace": "AttributeError: module 'sys' has no attribute 'settrace' here",
        "sys.stdout = 1": "AttributeError: the attributes of this 'module' object are read-only",
        "sys.stdout.writable(), sys.stderr.name, sys.stdout.write('x'), sys.stdout.encoding": "(True, '<stderr>', 1, 'utf-8')",
        "sys.stdout.write(1)": "TypeError: write() argument must be str, not int",
        "type(sys.float_info)((1,))": "TypeError: cannot create 'sys.float_info' instances",
        "sys.stdout.buffer": "AttributeError",
        "type(sys.stdout)()": "TypeError: cannot create '_io.TextIOWrapper' instances",
        "sys.stdout": "<_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>",
    },
)

test_stopped = stopped(
    "import sys",
    """
    while True: sys.stderr.write("x" * 1000)

    from itertools import repeat
    sys.stderr.writelines(repeat(""))

    from itertools import repeat
    print(*repeat("x"), file=sys.stderr)
    """,
)


def test_the_limit_of_the_host_stays():
    before = sys.getrecursionlimit()
    box = cloche.Sandbox()
    source = "import sys\nsys.setrecursionlimit(10**6)\nsys.getrecursionlimit()"
    assert box.run(source) == 10**6
    assert box.run("import sys\nsys.getrecursionlimit()") == before == sys.getrecursionlimit()
