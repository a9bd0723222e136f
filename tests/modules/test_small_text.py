# ruff: noqa: E501  A row of a table stays on one line.
"""Modules of a few functions each: colorsys, cmath, codecs, fnmatch, graphlib, keyword, shlex, unicodedata."""

import unicodedata

import pytest

from bills import billed
from cloche.runtime.modules import unicodedata as ours
from cloche.runtime.modules.unicodedata import _stands_alone

from .tables import gives, same, stopped

HEADER = "import colorsys, cmath, codecs, fnmatch, graphlib, keyword, shlex, unicodedata, io"

test_same = same(
    HEADER,
    """
    colorsys.rgb_to_hsv(0.2, 0.4, 0.4), colorsys.hsv_to_rgb(0.5, 0.5, 0.4), colorsys.rgb_to_hls(1, 0, 0.5), colorsys.hls_to_rgb(0.1, 0.2, 0.3), colorsys.rgb_to_yiq(1, 0.5, 0), colorsys.yiq_to_rgb(0.5, 0.1, 0.1)

    colorsys.rgb_to_hsv("a", 1, 2)

    cmath.sqrt(-1), cmath.phase(1j), cmath.polar(1 + 1j), cmath.rect(1, cmath.pi), cmath.exp(0), cmath.isclose(1, 1 + 1e-12j), cmath.inf, cmath.nanj

    cmath.log(0)

    codecs.encode("héllo", "utf-8"), codecs.decode(b"h\\xc3\\xa9", "utf-8"), codecs.encode("Hello", "rot13"), codecs.encode(b"hi", "hex"), codecs.decode(b"6869", "hex_codec"), codecs.encode(b"hi", "base64"), codecs.decode("uryyb", "rot_13"), codecs.BOM_UTF8

    codecs.decode(b"\\xff", "utf-8")

    d = codecs.getincrementaldecoder("utf-8")()
    d.decode(b"h\\xc3"), d.getstate(), d.decode(b"\\xa9"), d.decode(b"", True), d.errors, d.reset(), d.setstate((b"\\xc3", 0)), d.decode(b"\\xa8")

    codecs.getincrementaldecoder("utf-8")().decode(b"\\xc3", final=True)

    codecs.getincrementaldecoder("utf-8")(errors="replace").decode(b"a\\xff\\xc3", True), codecs.getincrementaldecoder("utf-8")("ignore").decode(b"a\\xff")

    e = codecs.getincrementalencoder("utf-16")()
    e.encode("a"), e.encode("b"), e.getstate(), e.reset(), e.encode("c", True), codecs.getincrementalencoder("ascii")("ignore").encode("é!")

    codecs.getincrementalencoder("ascii")().encode("é")

    list(codecs.iterdecode([b"h\\xc3", b"\\xa9", b"", b"x"], "utf-8")), list(codecs.iterencode(["a", "é"], "utf-16")), "".join(codecs.iterdecode(iter([b"a"]), "ascii", "replace"))

    list(codecs.iterdecode([b"\\xc3"], "utf-8"))

    codecs.getdecoder("utf-8")(b"ab"), codecs.getencoder("ascii")("ab"), codecs.getencoder("latin-1")("é", "strict"), codecs.getdecoder("hex")(b"6162")

    codecs.getincrementaldecoder("nope")

    codecs.getdecoder("nope")

    codecs.decode(b"\\xff", errors="replace"), codecs.encode("é", "ascii", "xmlcharrefreplace"), codecs.decode(bytearray(b"ab"), "latin-1"), codecs.decode(codecs.encode(b"x" * 9, "zlib"), "zlib")

    codecs.encode("x", "nope")

    fnmatch.fnmatch("foo.py", "*.py"), fnmatch.fnmatchcase("Foo", "foo"), fnmatch.filter(["a.txt", "b.py", "c.py"], "*.py"), fnmatch.fnmatch("a1", "a[0-9]"), fnmatch.fnmatch("ab", "a[!b]"), fnmatch.fnmatch("x", "?")

    fnmatch.translate("*.tx[tT]?"), fnmatch.fnmatch("a" * 50 + "b", "*a*a*a*a*a*b"), fnmatch.fnmatch(b"a", b"*")

    fnmatch.fnmatch(5, "x")

    fnmatch.fnmatch("a", b"a")

    ts = graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}})
    tuple(ts.static_order())[0], list(graphlib.TopologicalSorter({3: [2], 2: [1]}).static_order())

    ts = graphlib.TopologicalSorter()
    ts.add("x", "y")
    ts.prepare()
    ts.is_active(), ts.get_ready(), ts.done("y"), ts.get_ready(), ts.done("x"), bool(ts)

    list(graphlib.TopologicalSorter({1: [2], 2: [1]}).static_order())

    graphlib.TopologicalSorter({1: [2]}).get_ready()

    try:
        graphlib.TopologicalSorter({1: [2], 2: [1]}).prepare()
    except graphlib.CycleError as error:
        found = error.args[1]
    found

    keyword.iskeyword("for"), keyword.iskeyword("x"), keyword.issoftkeyword("match"), keyword.kwlist, keyword.softkwlist, keyword.iskeyword(5)

    keyword.iskeyword([])

    shlex.split("a 'b c' \\"d\\\\\\" e\\" f\\\\ g"), shlex.split("a # b", comments=True), shlex.split("a#b"), shlex.quote("it's"), shlex.quote("plain"), shlex.join(["a b", "c"])

    shlex.split("a 'b")

    shlex.quote(5)

    lexer = shlex.shlex("a = 'b c'; x && y", punctuation_chars=True)
    list(lexer), lexer.lineno, lexer.eof

    lexer = shlex.shlex(io.StringIO("key=value other"), posix=True)
    lexer.whitespace_split = True
    lexer.get_token(), lexer.get_token(), lexer.get_token()

    unicodedata.name("é"), unicodedata.lookup("LATIN SMALL LETTER E WITH ACUTE"), unicodedata.category("A"), unicodedata.normalize("NFD", "é"), unicodedata.normalize("NFKC", "ﬁ"), unicodedata.numeric("½"), unicodedata.digit("5"), unicodedata.decimal("7", None), unicodedata.combining("\\u0301"), unicodedata.bidirectional("a"), unicodedata.east_asian_width("あ"), unicodedata.mirrored("("), unicodedata.decomposition("é"), unicodedata.is_normalized("NFC", "é"), unicodedata.unidata_version

    "".join(c for c in unicodedata.normalize("NFD", "Crème Brûlée") if unicodedata.category(c) != "Mn")

    texts = ["x" * i + t * 2100 for i in range(2) for t in ("e\\u0301", "\\u1100\\u1161\\u11a8", "\\u0bc6\\u0bbe", "é", "a\\u0315\\u0300b")]
    normal = [unicodedata.normalize(form, text) for form in ("NFC", "NFKD") for text in texts]
    [(len(n), n[:9], n[4080:4110], n[-9:]) for n in normal]

    unicodedata.normalize("X", "é" * 5000)

    unicodedata.name("\\x00")

    unicodedata.normalize("X", "a")

    unicodedata.normalize("NFC", 5)

    unicodedata.lookup("NO SUCH")

    unicodedata.category("ab")
    """,
)


def test_text_is_cut_where_nothing_is_joined():
    """Whatever a character may be joined with stays in one piece with it."""
    seconds = {
        chr(int(parts[1], 16))
        for parts in (unicodedata.decomposition(chr(code)).split() for code in range(0x30000))
        if len(parts) == 2 and parts[0][0] != "<"
    }
    assert len(seconds) > 60
    assert not any(map(_stands_alone, seconds))
    assert all(map(_stands_alone, "a\n\ufdfa\uac00\u1100é漢"))


test_absent = gives(
    HEADER,
    {
        "unicodedata.ucd_3_2_0": "AttributeError",
        "codecs.open('x')": "AttributeError",
        "codecs.register_error('x', len)": "AttributeError",
        "keyword.kwlist.clear()": "None",
        "shlex.shlex().read_token()": "",
        "codecs.encode('x', 'idna')": "LookupError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    unicodedata.normalize("NFC", ("\\u0315" + "\\u0300") * 10**5)

    unicodedata.normalize("NFKD", "\\ufdfa" * 10**6)

    fnmatch.filter(iter(str, 1), "*")

    shlex.split("a " * 10**7)

    g = graphlib.TopologicalSorter({i: [i + 1] for i in range(10**5)})
    while True: list(graphlib.TopologicalSorter({i: [i + 1] for i in range(10**4)}).static_order())

    codecs.encode("x" * 10**8, "rot13")

    t = 1
    for i in range(40): t = (t, t)
    keyword.iskeyword(t)
    """,
)


#: What marks are in, a run of them, letters that are joined, marks that stay where they are.
@pytest.mark.parametrize(
    "text", ["a\u0301", "ab\u0301\u0323", "\u1161", "\u0903", "\ufe00", "\xe9"]
)
def test_characters_are_looked_at_piece_by_piece(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = 30
    names = {"f": ours, "x": text * (pieces * 4096 // len(text))}
    assert looks(billed("f.is_normalized('NFC', x)", names, monkeypatch)) >= pieces
    assert looks(billed("f.normalize('NFD', x)", names, monkeypatch)) >= 2 * pieces - 1


def looks(bill: str) -> int:
    """Return how often steps are paid for, and so the clock is looked at."""
    found = [word.rpartition("*") for word in bill.split() if word.rpartition("*")[2][0] == "s"]
    return sum(int(count or 1) for count, _, _ in found)
