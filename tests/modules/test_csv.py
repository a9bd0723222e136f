# ruff: noqa: E501  A row of a table stays on one line.
"""`csv`."""

from .tables import gives, same, stopped

HEADER = "import csv, io"

test_same = same(
    HEADER,
    """
    out = io.StringIO()
    w = csv.writer(out)
    counts = w.writerow(["a", "b,c", 'q"x', None, 1.5, [1, 2]]), w.writerows([[1, 2], (3, "x\\ny")])
    counts, out.getvalue(), w.dialect.delimiter

    list(csv.reader(io.StringIO('a,b\\n1,"x, y"\\n')))

    list(csv.reader("a b  c\\n'x y' z".splitlines(), delimiter=" ", quotechar="'", skipinitialspace=True))

    rows = list(csv.DictReader("name,age\\nbob,3\\namy,4,5\\nz".splitlines()))
    rows, rows[0]["name"]

    r = csv.DictReader(io.StringIO("a;b\\n1;2\\n"), delimiter=";", restkey="more", restval="-")
    r.fieldnames, list(r), r.line_num

    csv.DictReader(["1,2"], fieldnames=["x", "y", "z"]).__next__()

    out = io.StringIO()
    w = csv.DictWriter(out, fieldnames=["a", "b"], extrasaction="ignore", lineterminator="\\n")
    w.writeheader(), w.writerow({"a": 1, "b": 2, "c": 3}), w.writerows([{"a": 5}, {"b": 6}])
    out.getvalue()

    csv.DictWriter(io.StringIO(), ["a"]).writerow({"b": 1})

    csv.DictWriter(io.StringIO(), ["a"], extrasaction="no")

    csv.register_dialect("pipes", delimiter="|", quoting=csv.QUOTE_NONE)
    list(csv.reader(["a|b"], "pipes")), csv.list_dialects(), csv.get_dialect("pipes").delimiter, csv.get_dialect("excel").quotechar

    csv.register_dialect("mine", csv.excel, delimiter=";")
    csv.unregister_dialect("mine")
    csv.get_dialect("mine")

    csv.register_dialect(5)

    csv.register_dialect("x", delimiter=",,")

    csv.reader(["a"], "nope")

    csv.reader(["a"], nope=1)

    class D(csv.Dialect):
        delimiter = ";"
        quotechar = "'"
        lineterminator = "\\n"
        quoting = csv.QUOTE_MINIMAL
    list(csv.reader(["a;'b;c'"], dialect=D)), D().delimiter, list(csv.reader(["a;b"], D()))

    class D(csv.Dialect):
        delimiter = "too long"
    D()

    d = csv.Sniffer().sniff("a;b;c\\n1;2;3\\n4;5;6\\n")
    d.delimiter, d.__name__, csv.Sniffer().has_header("name;age\\nbob;3\\namy;4\\n"), list(csv.reader(["x;y"], d))

    csv.Sniffer().sniff("abc")

    csv.Sniffer().sniff("a|b\\nc|d\\n", delimiters="|,").delimiter

    r = csv.reader(["a,b", "c"])
    next(r), r.line_num, next(r), r.line_num, r.dialect.delimiter, iter(r) is r

    list(csv.reader(['"a'], strict=True))

    list(csv.reader([1]))

    csv.reader(5)

    csv.writer(io.StringIO()).writerow(5)

    csv.writer(5)

    csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"])

    list(csv.reader(["1,a"], quoting=csv.QUOTE_NONNUMERIC))

    list(csv.reader(['1,"a"'], quoting=csv.QUOTE_NONNUMERIC))

    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, escapechar="\\\\", doublequote=False).writerow([1, 'a"b', ""])
    csv.writer(out, dialect="excel-tab").writerow([1, 2])
    csv.writer(out, dialect="unix").writerow([1, 2])
    csv.writer(out, csv.unix_dialect, quoting=csv.QUOTE_NONNUMERIC).writerow([1, "2", 3.5, True])
    out.getvalue()

    csv.field_size_limit()

    class S:
        def __str__(self): return "shown"
    class Sink:
        def __init__(self): self.got = []
        def write(self, text): self.got.append(text); return 7
    sink = Sink()
    csv.writer(sink).writerow([S(), S]) == 7, sink.got[0][:7]

    import csv
    class D(dict): pass
    isinstance(csv.DictReader([]), csv.DictReader), issubclass(csv.excel_tab, csv.excel), csv.Error.__mro__[1].__name__

    total = 0
    for row in csv.DictReader(io.StringIO("item,price,qty\\nwidget,9.99,10\\ngadget,24.50,3\\n")):
        total += float(row["price"]) * int(row["qty"])
    round(total, 2)
    """,
)

test_shared = gives(
    HEADER,
    {
        "csv.excel.delimiter = ';'": "TypeError",
        "csv.field_size_limit(10)": "ValueError",
        "csv.field_size_limit(10**9)": "131072",
        "next(type(csv.reader([]))())": "AttributeError",
        "vars(csv.reader([]))": "TypeError",
        "def lines():\n    yield 'a,\"b\\n'\n    next(r)\nr = csv.reader(lines())\nnext(r)": "RuntimeError: a reader cannot be asked",
        "def lines():\n    yield 'a,b'\n    yield '1,\"b\\n'\n    next(r)\nr = csv.DictReader(lines())\nnext(r)": "RuntimeError: a reader cannot be asked",
        "def lines():\n    yield 'a\\n'\n    1 / 0\nr = csv.reader(lines())\nnext(r), next(r)": "ZeroDivisionError",
        "def lines():\n    yield from (1, 'a')\nr = csv.reader(lines())\ntry: next(r)\nexcept csv.Error: pass\nnext(r, 'ended')": "['a']",
    },
)

test_stopped = stopped(
    HEADER,
    """
    def endless():
        while True: yield "a,b"
    list(csv.reader(endless()))

    csv.writer(io.StringIO()).writerow(iter(int, 1))

    w = csv.writer(io.StringIO())
    w.writerows([["x" * 10**6] * 1000] * 1000)

    t = 1
    for i in range(40): t = (t, t)
    csv.writer(io.StringIO()).writerow([t])

    csv.Sniffer().sniff("a,b;c" * 10**6)

    while True: list(csv.reader(["," * 10**6]))
    """,
)
