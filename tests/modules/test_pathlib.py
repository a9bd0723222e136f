# ruff: noqa: E501  A row of a table stays on one line.
"""`pathlib`: pure paths."""

from __future__ import annotations

import cloche

from .tables import gives, same, stopped

HEADER = "from pathlib import PurePath, PurePosixPath, PureWindowsPath"

test_same = same(
    HEADER,
    """
    p = PurePosixPath("/a/b/c.tar.gz")
    p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.root, p.anchor, p.drive, str(p), repr(p)

    PurePath("a", "b", "../c.txt"), PurePath(), PurePath("a//b/./c/"), type(PurePath("x")).__name__, isinstance(PurePosixPath("x"), PurePath)

    p = PurePath("data") / "2024" / PurePath("report.csv")
    p, "root" / p, p.joinpath("x", "y"), p / "/abs"

    p = PurePath("/a/b/c")
    list(p.parents), p.parents[0], p.parents[-1], p.parents[:2], len(p.parents), repr(p.parents)

    PurePath("a/b").parents[True], PurePath("a/b/c").parents[::-1], PurePath("a/b/c").parents[5:]

    p = PurePath("dir/file.txt")
    p.with_name("other.md"), p.with_stem("new"), p.with_suffix(".py"), p.with_suffix("")

    PurePath("a").with_suffix("py")

    PurePath("/").with_name("x")

    PurePath("/a/b").relative_to("/a"), PurePath("/a/b").is_relative_to("/x"), PurePath("/a/b").is_absolute(), PurePath("a").is_absolute()

    PurePath("/a/b").relative_to("/x")

    PurePath("a/b.py").match("*.py"), PurePath("/a/b/c.py").match("b/*.py"), PurePath("a.py").match("*.txt")

    PurePath("/a b").as_uri(), PurePath("a\\\\b").as_posix()

    PurePath("a").as_uri()

    w = PureWindowsPath("C:/Users/me/x.TXT")
    w, str(w), w.drive, w.root, w.parts, w.as_posix(), w == PureWindowsPath("c:/users/ME/X.txt"), w.match("*.txt"), w.parent.name

    PurePath("a") == PurePath("a"), PurePath("a") != PurePath("b"), PurePath("a") == "a", PurePath("a") < PurePath("b"), {PurePath("a"): 1}[PurePath("a")], sorted([PurePath("b"), PurePath("a")])

    PurePath("a") < "b"

    PurePath("a") / 5

    5 / PurePath("a")

    PurePath(5)

    bytes(PurePath("é")), f"{PurePath('a')}", hash(PurePath("a")) == hash(PurePath("a")), PurePosixPath("a") == PureWindowsPath("a")

    class Where:
        def __fspath__(self): return "here/there"
    PurePath(Where()), PurePath("x") / Where(), "x" / PurePath(Where())

    class S(str):
        def split(self, *args): return ["liar"]
    PurePath(S("a/b")).parts, PurePath("x") / S("y/z")

    files = ["src/a.py", "src/b.txt", "docs/c.md", "d.py"]
    groups = {}
    for path in map(PurePath, files):
        groups.setdefault(path.suffix, []).append(path.stem)
    groups, sorted({str(PurePath(f).parent) for f in files})

    match PurePath("a/b.txt"):
        case PurePath(name=n, suffix=s): found = n, s
    found
    """,
)

test_gives = gives(
    HEADER,
    {
        "PurePath('a').parents[5]": "IndexError",
        "PurePath('a').exists()": "AttributeError",
        "PurePath('a').open()": "AttributeError",
        "PurePath('a').x = 1": "AttributeError",
        "class P(PurePath): pass": "TypeError",
        "class W:\n    def __fspath__(self): return self\n    def __rtruediv__(self, path): return type(path).__name__\n    __truediv__ = __rtruediv__\ntry: PurePath('a') / W()\nexcept TypeError as e: x = str(e)\nx": "'expected W.__fspath__() to return str or bytes, not W'",
        "class W:\n    def __fspath__(self): return 5\n    def __truediv__(self, path): return 'own'\nW() / PurePath('a')": "'own'",
        "PurePath('a').with_name([])": "TypeError",
        "getattr(PurePath('a'), '__path__')": "AttributeError",
        "PurePath.name.fget": "AttributeError",
        "PurePath.__truediv__(1, 'a')": "TypeError",
        "import pathlib\npathlib.Path": "AttributeError: module 'pathlib' has no attribute 'Path' here",
        "import pathlib\npathlib.os": "AttributeError",
    },
)


def test_a_path_to_files_is_refused_with_a_hint():
    (found,) = cloche.lint("from pathlib import Path")
    assert found.code == "CL202"
    assert "PurePath" in found.hint


PARTS = [
    "/",
    "/a",
    "a",
    "a/b.py",
    "/a/b.py",
    "A/b.PY",
    "c:/a",
    "c:a",
    "//h/s/x",
    "x[/y",
    "a\nb",
    "ä",
    "K",
]
PATTERNS = [
    "", "*", "/*", "*/a", "*.py", "*.PY", "b/*.py", "/a/*.py", "?", "[!a]", "[a-c]", "[!", "**", "/*/*",
    "c:/*", "C:*", "//*/*/x", "[[]*", "x[[]*", "a?b", "*a*b", "[!/]", "k", "[a&&b]", "[z-a]", "a[]", "***.py",
    5, b"a",
]  # fmt: skip

test_patterns = same(
    HEADER
    + f"\nPARTS, PATTERNS = {PARTS!r}, {PATTERNS!r}\n"
    + """
def told(kind, **named):
    for part in PARTS:
        for pattern in PATTERNS:
            try: yield kind(part).match(pattern, **named)
            except Exception as error: yield type(error).__name__, str(error)
""",
    """
    [*told(PurePosixPath)]

    [*told(PureWindowsPath)]

    [*told(PurePosixPath, case_sensitive=False)]

    [*told(PureWindowsPath, case_sensitive=True)]
    """,
)

test_stopped = stopped(
    HEADER,
    """
    PurePath("a/" * 10**8)

    p = PurePath("a/" * 10**5)
    while True: p = p.parent / "b"

    p = PurePath("a/" * 10**5)
    [*p.parents]

    p = PurePath("a/" * 10**5)
    p.parents[:]

    PurePath("a" * 10**6).match("[" * 10**6)

    p = PurePath("a/" * 10**5)
    while True: hash(p)
    """,
)
