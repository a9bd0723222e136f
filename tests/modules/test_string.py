# ruff: noqa: E501  A row of a table stays on one line.
"""`string`."""

from .tables import gives, same, stopped

test_same = same(
    "import string",
    """
    string.ascii_letters, string.digits, string.punctuation, string.whitespace

    string.capwords("hello  big world"), string.capwords("a-b", "-"), string.capwords("")

    string.Template("$a ${b} $$ $c").safe_substitute(a=1, b=[2])

    string.Template("$a ${b}").substitute({"a": 1}, b=2), string.Template("$A").substitute({"A": None})

    string.Template("$a").substitute()

    string.Template("$a").substitute({"b": 1})

    string.Template("x\\ny $ z").substitute()

    string.Template("$1").safe_substitute()

    string.Template("x").template

    string.Template("$a $b $a ${c} $$").get_identifiers(), string.Template("$a").is_valid(), string.Template("$").is_valid()

    class T(string.Template):
        delimiter = "%"
        idpattern = "[a-z]+"
    T("%foo %{bar} $x %%").substitute(foo=1, bar=2), T("%foo").get_identifiers(), T("%1").is_valid()

    class T(string.Template):
        pattern = r"<(?:(?P<escaped><)|(?P<named>[a-z]+)>|(?P<braced>_)|(?P<invalid>))"
    T("<a> << <b>").safe_substitute(a=1)

    class T(string.Template):
        pattern = "("

    string.Template.substitute(3)

    f = string.Formatter()
    f.format("{0} {x:>5} {y[0]} {z.real} {} {!r:>4}".replace("{0}", "{}"), 1, 2, "s", x=2, y=[3], z=4)

    string.Formatter().format("{a:{w}.{p}f}|{b!r}|{{}}", a=3.14159, w=10, p=2, b="x")

    string.Formatter().format("{missing}")

    string.Formatter().format("{0} {1}", 1)

    string.Formatter().format("{} {0}", 1)

    string.Formatter().vformat("{0[k].real}", ({"k": 5},), {})

    class Default(string.Formatter):
        def get_value(self, key, args, kwargs):
            if isinstance(key, str): return kwargs.get(key, "?" + key)
            return super().get_value(key, args, kwargs)
        def convert_field(self, value, conversion):
            if conversion == "u": return str(value).upper()
            return super().convert_field(value, conversion)
        def check_unused_args(self, used, args, kwargs):
            self.used = sorted(map(str, used))
    f = Default()
    f.format("{a} {b!u} {0}", 7, b="xy"), f.used, list(f.parse("a{b!r:>{w}}c"))

    string.Formatter().format("{!z}", 1)

    len(string.Template("$a ${b} text " * 3000).substitute(a=1, b=2))

    list(string.Formatter().parse("{"))
    """,
)

test_not_reached = gives(
    "import string",
    {
        "string.Formatter().format('{0.__class__.__subclasses__}', 1)": "AttributeError",
        "string.Formatter().format('{0.__globals__}', len)": "AttributeError",
        "string.Formatter().get_field('0.__init__.__globals__', (string.Template,), {})": "AttributeError",
        "string.Formatter().get_field('0.gi_frame', ((i for i in ()),), {})": "AttributeError",
        "string.Template.delimiter = '%'": "TypeError",
        "string.Template.pattern": "re.compile(",
    },
)

test_stopped = stopped(
    "import string",
    """
    string.Template("$a" * 10000).substitute(a="x" * 10**6)

    t = 1
    for i in range(40): t = (t, t)
    string.Template("$a").substitute(a=t)

    string.Formatter().format("{:>1000000000}", 1)

    string.Formatter().format("{:{}}", 1, 10**9)

    string.Formatter().format("{}" * 10000, *["x" * 10**6] * 10000)

    t = 1
    for i in range(40): t = (t, t)
    string.Formatter().format("{!r}", t)
    """,
)
