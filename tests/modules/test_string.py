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
    """,
)

test_absent = gives(
    "import string",
    {
        "string.Formatter": "AttributeError: module 'string' has no attribute 'Formatter' here",
        "class T(string.Template): pass\nT": "TypeError",
        "string.Template.substitute(3)": "TypeError",
    },
)

test_stopped = stopped(
    "import string",
    """
    string.Template("$a" * 10000).substitute(a="x" * 10**6)

    t = 1
    for i in range(40): t = (t, t)
    string.Template("$a").substitute(a=t)
    """,
)
