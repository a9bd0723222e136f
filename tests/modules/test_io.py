# ruff: noqa: E501  A row of a table stays on one line.
"""`io`."""

from .tables import gives, same, stopped

test_same = same(
    "import io",
    """
    b = io.StringIO("one\\ntwo\\n")
    b.read(2), b.readline(), list(b), b.tell(), b.seek(0), b.readlines(), b.closed, b.seek(0, 2), b.readlines(3)

    with io.StringIO() as b:
        print("hi", 3, sep="-", end="!", file=b, flush=True)
        b.write("x")
        v = b.getvalue()
    try:
        b.read()
    except ValueError as e:
        v += str(e)
    v

    io.StringIO().write(b"x")

    io.StringIO(5)

    io.StringIO(initial_value="a\\r\\nb", newline=None).read(), io.StringIO(None).read(), io.StringIO("a\\nb", newline="\\r\\n").getvalue()

    b = io.StringIO("abcdef")
    b.truncate(3), b.getvalue(), b.seek(5), b.write("x"), b.getvalue(), b.writelines(["a", "b"]), b.getvalue()

    b = io.StringIO()
    b.readable(), b.writable(), b.seekable(), b.isatty(), b.newlines, b.line_buffering, b.encoding, b.errors, b.flush()

    b = io.BytesIO(b"abc")
    a = bytearray(2)
    b.seek(1), b.read(1), b.write(b"zz"), b.getvalue(), b.seek(0), b.readinto(a), a, b.read1(1), b.read()

    io.BytesIO().write("x")

    io.BytesIO("x")

    b = io.BytesIO(b"a\\nb\\nc")
    list(b), b.seek(0), b.readline(), [line.strip() for line in b]

    class Tee(io.StringIO):
        def write(self, text):
            return super().write(text.upper())
    t = Tee()
    t.note = 1
    print("abc", file=t)
    t.getvalue(), t.note, isinstance(t, io.StringIO)

    io.StringIO().fileno()

    io.StringIO().read("x")

    io.StringIO().seek(-1)

    io.UnsupportedOperation.__mro__[1].__name__, io.SEEK_SET, io.SEEK_CUR, io.SEEK_END

    class Bad(io.StringIO):
        def __init__(self): pass
    Bad().read()

    from contextlib import redirect_stdout
    b = io.StringIO()
    with redirect_stdout(b):
        print("hidden", 1)
        with redirect_stdout(io.StringIO()) as c:
            print("inner")
    b.getvalue(), c.getvalue()
    """,
)

test_absent = gives(
    "import io",
    {
        "io.open('/etc/passwd')": "AttributeError: module 'io' has no attribute 'open' here",
        "io.FileIO": "AttributeError",
        "io.BytesIO(b'x').getbuffer()": "AttributeError",
        "io.StringIO.write = 1": "TypeError",
    },
)

test_stopped = stopped(
    "import io",
    """
    b = io.StringIO()
    b.seek(10**9)
    b.write("x")

    b = io.BytesIO()
    b.seek(10**10)
    b.write(b"x")

    b = io.StringIO()
    while True: b.write("x" * 10**6)

    b = io.StringIO("x\\n" * 10**5)
    while True: b.seek(0); list(b)

    io.StringIO().writelines(iter(str, 1))

    a = []
    while True: a.append(io.BytesIO(b"x" * 10**5))

    b = io.BytesIO()
    while True: b.truncate(10**9)
    """,
)
