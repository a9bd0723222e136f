# ruff: noqa: E501  A row of a table stays on one line.
"""`urllib.parse`."""

from .tables import gives, same, stopped

HEADER = "import urllib.parse\nfrom urllib.parse import *"

test_same = same(
    HEADER,
    """
    u = urlparse("https://user:pw@example.com:8080/a/b;p?q=1&r=2#frag")
    u, u.scheme, u.netloc, u.hostname, u.port, u.username, u.password, u.geturl(), u._replace(path="/x").geturl(), u[1], u == tuple(u)

    urlsplit("//host/path?x"), urlsplit("mailto:a@b"), urlsplit(b"http://a/b"), urlsplit("http://a/b").query

    urlparse("http://[::1]:80/x").hostname, urlparse("HTTP://EXAMPLE.com").scheme

    urlparse("http://[::1/x")

    urlparse("http://a:99999999/").port

    urlparse("http://a:x/").port

    urlparse(5)

    urljoin("http://a/b/c/d", "../e"), urljoin("http://a/b", "//x/y"), urljoin("http://a/b?x=1", "?y=2"), urljoin("", "x"), urljoin(b"http://a/b", b"c")

    urljoin("http://a/b", b"c")

    quote("a b/é&?"), quote("a/b", safe=""), quote_plus("a b+c"), unquote("%20%C3%A9%zz"), unquote_plus("a+b%20c"), quote_from_bytes(b"\\xff "), unquote_to_bytes("a%20b"), quote("é", encoding="latin-1"), quote("~_.-")

    quote(5)

    quote(b"x", encoding="utf-8")

    urlencode({"a": 1, "b": "x y", "c": "é"}), urlencode([("a", [1, 2]), ("b", "z")], doseq=True), urlencode({"a": "b c"}, quote_via=quote), urlencode({}), urlencode({b"k": b"v"})

    urlencode(5)

    parse_qs("a=1&a=2&b=&c"), parse_qs("a=1&b=", keep_blank_values=True), parse_qsl("a=1;b=2&c=%20x"), parse_qsl("a=1;b=2", separator=";"), parse_qs(b"a=1"), parse_qs("")

    parse_qs("a", strict_parsing=True)

    parse_qs("a=1&b=2&c=3", max_num_fields=2)

    urlunparse(("http", "a", "/b", "", "q=1", "f")), urlunsplit(("http", "a", "b", "q", "")), urldefrag("http://a/b#c"), urldefrag("http://a/b#c").url

    ParseResult("http", "h", "/p", "", "", "").geturl(), SplitResult._fields, DefragResult("a", "b").geturl(), urlsplit("http://a").encode(), urlsplit(b"http://a").decode()

    sorted(parse_qs("x=1&y=2").items()), urllib.parse.quote("x y"), dict(parse_qsl("a=b&c=d"))
    """,
)

test_absent = gives(
    HEADER,
    {
        "import urllib\nurllib.request": "AttributeError",
        "urllib.parse.re": "AttributeError",
        "urllib.parse.splittype": "AttributeError",
        "ParseResult._make(iter('abcdef')).geturl()": "'a://b/c;d?e#f'",
    },
)

test_stopped = stopped(
    HEADER,
    """
    quote("é" * 10**7)

    while True: unquote("%41" * 10**4)

    while True: parse_qsl("a=1&" * 10**4)

    ParseResult._make(iter(str, 1))

    quote_from_bytes(bytes(10**8))

    urljoin("http://a/" + "b/" * 10**6, "../" * 10**6)

    x = "a" * 10**6
    while True: urlsplit("http://" + x)
    """,
)
