# ruff: noqa: E501  A row of a table stays on one line.
"""`textwrap`."""

from .tables import gives, same, stopped

test_same = same(
    "import textwrap",
    """
    textwrap.fill("The quick brown fox jumped over the lazy dog", width=20), textwrap.wrap("a b c", 3)

    textwrap.dedent("\\n    hello\\n      world\\n    "), textwrap.indent("a\\nb\\n\\nc", "> ")

    textwrap.shorten("Hello world  foo bar", width=12), textwrap.shorten("Hello world!", width=11, placeholder="...")

    textwrap.wrap("x", 0)

    textwrap.wrap("hyphen-ated words and averyveryverylongword", 8, break_long_words=False, break_on_hyphens=False)

    textwrap.fill("a  b\\tc\\nd", 5, expand_tabs=False, replace_whitespace=False, initial_indent="- ", subsequent_indent="  ")

    textwrap.indent("a\\nb", ">", lambda line: "a" in line), textwrap.indent("a", prefix="\\t")

    textwrap.dedent(5)

    textwrap.wrap(None)

    w = textwrap.TextWrapper(width=10)
    w.width = 15
    w.initial_indent = "* "
    w.wrap("Some long text that needs wrapping, hello-world foo"), w.fill("x y"), w.width

    class W(textwrap.TextWrapper):
        def __init__(self, **named):
            super().__init__(width=12, **named)
        def _split(self, text):
            return [chunk.upper() for chunk in super()._split(text)]
    W(drop_whitespace=False, max_lines=2, placeholder="..").wrap("aaaa bbb ccccc dddd eeeee ffffff ggg")

    textwrap.TextWrapper.width

    w = textwrap.TextWrapper()
    isinstance(w, textwrap.TextWrapper), type(w).__name__, w.sentence_endings if hasattr(w, "sentence_endings") else None

    w = textwrap.TextWrapper(fix_sentence_endings=True, width=30, tabsize=4)
    w.fill("One sentence. Another one.  A\\tthird one!")
    """,
)

test_shared = gives(
    "import textwrap",
    {
        "textwrap.TextWrapper.width = 3": "TypeError",
        "textwrap.TextWrapper.unicode_whitespace_trans.clear()\nlen(textwrap.TextWrapper.unicode_whitespace_trans)": "6",
        "textwrap.wrap.x = 1": "AttributeError",
        "getattr(textwrap.wrap, '__globals__')": "AttributeError",
        "getattr(textwrap, 're')": "AttributeError",
    },
)

test_stopped = stopped(
    "import textwrap",
    """
    textwrap.indent("a\\n" * 10**5, "x" * 10**4)

    textwrap.fill("word " * 10**7)

    textwrap.fill("a b " * 10**4, width=4, initial_indent=" ", subsequent_indent=" " * 3, placeholder="x" * 10**8, max_lines=10**6, tabsize=10**9)

    textwrap.fill("a\\tb", tabsize=10**9)

    while True: textwrap.dedent("  a\\n" * 1000)
    """,
)
