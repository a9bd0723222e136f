# ruff: noqa: E501  A row of a table stays on one line.
"""`os.path`: the functions that work on text, and none that looks at a file."""

from .tables import gives, same, stopped

HEADER = "import os\nfrom os.path import *\nfrom pathlib import PurePosixPath"

test_same = same(
    HEADER,
    """
    join("a", "b", "/c", "d"), join("a/", ""), join(b"a", b"b"), join("a", PurePosixPath("b/c"))

    basename("/a/b.txt"), dirname("/a/b.txt"), split("/a/b"), split("//a"), splitext("a.tar.gz"), splitext(".bashrc"), splitdrive("/a"), basename(b"/x/y")

    normpath("/a/./b/../c//d"), normpath(""), normpath("../../a"), normpath("//a"), normpath("///a"), normpath(b"a/.."), normcase("A/b"), isabs("/a"), isabs("a")

    commonprefix(["/usr/lib", "/usr/local"]), commonpath(["/usr/lib", "/usr/local"]), commonprefix([]), commonpath([b"a/b", b"a/c"])

    commonpath(["/a", "b"])

    commonpath([])

    relpath("/a/b/c", "/a/d"), relpath("/a", "/a"), relpath("a/b", "a"), relpath("a/b"), relpath("a/../b", "c/./d"), relpath(b"/x/y", b"/x")

    relpath("")

    relpath("/a", 3)

    join("a", 1)

    join("a", b"b")

    join()

    join(3)

    basename()

    split("a", "b")

    basename(x="a")

    os.path.sep, curdir, pardir, extsep, altsep, pathsep, os.path.__name__, os.path.join is join

    import os.path as p
    import os.path
    p is os.path

    class P:
        def __fspath__(self): return "x/y"
    join(P(), "z"), basename(P())

    class P:
        def __fspath__(self): return 3
    join(P(), "z")

    class S(str): pass
    join(S("a"), S("b")), type(basename(S("a/b"))).__name__
    """,
)

test_refused = gives(
    HEADER,
    {
        "os.path.exists('/etc/passwd')": "AttributeError: module 'posixpath' has no attribute 'exists' here",
        "os.path.abspath": "AttributeError",
        "os.environ": "AttributeError: module 'os' has no attribute 'environ' here: it is left out of the sandbox",
        "os.path.os": "AttributeError",
        "os.sys": "AttributeError",
        "relpath('../a')": "FileNotFoundError: there is no current directory here",
        "relpath('/a', 'b')": "FileNotFoundError",
        "getattr(join, '__globals__')": "AttributeError",
        "os.path.sep = 'x'": "AttributeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    while True: join("a" * 1000, "b" * 1000)

    normpath("a/" * 10**7)

    commonprefix(["a" * 10**7, "a" * 10**7])

    p = "a"
    while True: p = join(p, p)
    """,
)
