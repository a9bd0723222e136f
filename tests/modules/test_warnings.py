# ruff: noqa: E501  A row of a table stays on one line.
"""`warnings`: what is recorded is compared with CPython; what is shown, with what it shows."""

from __future__ import annotations

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = """
import warnings
def caught(action="always", **named):
    warnings.simplefilter(action, **named)
def told(w): return [(str(each.message), each.category.__name__, each.lineno) for each in w]
"""

test_same = same(
    HEADER,
    """
    with warnings.catch_warnings(record=True) as w:
        caught()
        warnings.warn("one")
        warnings.warn("two", DeprecationWarning)
        warnings.warn(RuntimeWarning("three"))
    told(w)

    with warnings.catch_warnings(record=True) as w:
        caught()
        def f(level): warnings.warn("deep", stacklevel=level)
        f(1)
        f(2)
    told(w)

    with warnings.catch_warnings(record=True) as w:
        caught("default")
        for i in range(3):
            warnings.warn("again")
            warnings.warn(f"again {i}")
    told(w)

    with warnings.catch_warnings(record=True) as w:
        caught("once")
        for i in range(2):
            warnings.warn("x")
        warnings.warn("x")
        warnings.warn("x", RuntimeWarning)
    told(w)

    with warnings.catch_warnings(record=True) as w:
        caught("module")
        warnings.warn("x")
        warnings.warn("x")
        warnings.warn("y")
    told(w)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.warn("boom")

    with warnings.catch_warnings(action="error", category=UserWarning):
        try:
            warnings.warn("boom")
        except UserWarning as error:
            found = error.args
    found

    class Mine(UserWarning): pass
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("ignore")
        warnings.filterwarnings("always", category=Mine)
        warnings.warn("a")
        warnings.warn("b", Mine)
        warnings.warn(Mine("c"))
    told(w)

    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", message=".*DEPREC")
        warnings.warn("this is deprecated")
        warnings.warn("this is not")
    told(w)

    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", module="other")
        warnings.warn_explicit("here", UserWarning, "mine.py", 7)
        warnings.warn_explicit("there", UserWarning, "other.py", 8)
        warnings.warn_explicit(FutureWarning("now"), None, "mine.py", 9, registry={})
    told(w), [each.filename for each in w], str(w[0])

    with warnings.catch_warnings(record=True) as w:
        warnings.resetwarnings()
        warnings.warn("x", DeprecationWarning)
        warnings.simplefilter("ignore", append=True)
        warnings.warn("y")
    told(w)

    with warnings.catch_warnings(record=True) as outer:
        caught()
        with warnings.catch_warnings(record=True) as inner:
            warnings.warn("in")
        warnings.warn("out")
    told(outer), told(inner), type(outer), outer[0].source, outer[0].line

    warnings.warn("x", int)

    warnings.warn("x", 5)

    warnings.warn("x", stacklevel="a")

    warnings.simplefilter("shout")

    warnings.filterwarnings("ignore", message=5)

    warnings.filterwarnings("ignore", category=int)

    warnings.filterwarnings("ignore", lineno=-1)

    warnings.formatwarning("m", UserWarning, "f.py", 3, "  x = 1 "), warnings.formatwarning("m", UserWarning, "f.py", 3)

    c = warnings.catch_warnings(record=True)
    c.__enter__()
    try:
        c.__enter__()
    finally:
        c.__exit__(None, None, None)

    warnings.catch_warnings().__exit__()

    warnings.catch_warnings(True)

    repr(warnings.catch_warnings(record=True)), repr(warnings.catch_warnings())

    def deprecated(function):
        def wrapper(*args):
            warnings.warn(f"{function.__name__} is deprecated", DeprecationWarning, stacklevel=2)
            return function(*args)
        return wrapper
    @deprecated
    def old(x): return x * 2
    with warnings.catch_warnings(record=True) as w:
        caught()
        value = old(21)
    value, told(w)
    """,
)


@pytest.mark.parametrize(
    ("source", "stderr"),
    [
        ("warnings.warn('careful')", "<guest>:2: UserWarning: careful\n  warnings.warn('careful')\n"),
        ("warnings.warn('old', DeprecationWarning)", "<guest>:2: DeprecationWarning: old\n  warnings.warn('old', DeprecationWarning)\n"),
        ("warnings.warn('old', PendingDeprecationWarning)", ""),
        ("warnings.warn('x', stacklevel=9)", None),
        ("for _ in range(3):\n    warnings.warn('x')", "<guest>:3: UserWarning: x\n  warnings.warn('x')\n"),
        ("warnings.filterwarnings('ignore')\nwarnings.warn('x')", ""),
        ("warnings.warn_explicit('m', UserWarning, 'f.py', 3)", "f.py:3: UserWarning: m\n"),
    ],
)  # fmt: skip
def test_what_is_shown_goes_to_stderr(source, stderr):
    result = cloche.Sandbox().execute(f"import warnings\n{source}")
    if stderr is None:
        assert result.stderr in ("<sys>:0: UserWarning: x\n", "sys:1: UserWarning: x\n")
    else:
        assert result.stderr == stderr
    assert result.stdout == ""


def test_filters_belong_to_the_run():
    box = cloche.Sandbox()
    box.run("import warnings\nwarnings.simplefilter('error')")
    assert box.execute("import warnings\nwarnings.warn('x')").stderr
    session = box.session()
    session.run("import warnings\nwarnings.simplefilter('ignore')")
    assert not session.execute("warnings.warn('x')").stderr


test_gives = gives(
    "import warnings",
    {
        "warnings.filters": "AttributeError: module 'warnings' has no attribute 'filters' here",
        "warnings.sys": "AttributeError: module 'warnings' has no attribute 'sys'",
        "getattr(warnings.catch_warnings(), '__run__')": "AttributeError",
    },
)

test_stopped = stopped(
    "import warnings",
    """
    while True: warnings.warn("x" * 100)

    warnings.simplefilter("always")
    while True: warnings.warn("x")

    i = 0
    while True:
        i += 1
        warnings.filterwarnings("ignore", message=f"x{i}")

    warnings.filterwarnings("ignore", message="(a+)+$")
    while True: warnings.warn("a" * 30 + "b")

    def f(n):
        if n: f(n - 1)
        else:
            while True: warnings.warn("x", stacklevel=10**9)
    f(300)
    """,
)
