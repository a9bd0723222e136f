# ruff: noqa: E501  A row of a table stays on one line.
"""`html`, `html.parser`, `html.entities`."""

from .tables import gives, same, stopped

HEADER = """
import html, html.parser, html.entities
class P(html.parser.HTMLParser):
    def __init__(self, **named):
        super().__init__(**named)
        self.seen = []
    def handle_starttag(self, tag, attrs): self.seen.append(("start", tag, attrs))
    def handle_endtag(self, tag): self.seen.append(("end", tag))
    def handle_data(self, data): self.seen.append(("data", data))
    def handle_comment(self, data): self.seen.append(("comment", data))
    def handle_decl(self, decl): self.seen.append(("decl", decl))
    def handle_entityref(self, name): self.seen.append(("entity", name))
    def handle_charref(self, name): self.seen.append(("char", name))
    def handle_pi(self, data): self.seen.append(("pi", data))
"""

test_same = same(
    HEADER,
    """
    html.escape("<a href='x'>&\\"</a>"), html.escape("'\\"", quote=False), html.unescape("&lt;&amp;&#65;&#x42;&copy;&notit;&unknown; &#0; &#xD800;")

    html.escape(5)

    html.unescape(None)

    html.entities.name2codepoint["copy"], html.entities.html5["amp;"], html.entities.codepoint2name[38], html.entities.entitydefs["lt"]

    p = P()
    p.feed('<!DOCTYPE html><p class="a b" id=x>Hi &amp; <b>there</b><br/><img src="a>b" disabled></p><!-- note -->')
    p.close()
    p.seen, p.getpos(), p.rawdata

    p = P(convert_charrefs=False)
    p.feed("a &lt; b &#65; <script>if (a < b) {}</script><?pi x?>")
    p.feed("<unfinished")
    p.close()
    p.seen

    p = P()
    p.feed("<a><b>")
    p.reset()
    p.feed("<c/>"), p.get_starttag_text()
    p.seen

    from html.parser import HTMLParser
    class Text(HTMLParser):
        text = ""
        def handle_data(self, data): self.text += data
    t = Text()
    t.feed("<h1>Title</h1><p>Some <i>text</i></p>")
    t.text, t.CDATA_CONTENT_ELEMENTS

    P().feed("<![bad")
    """,
)

test_shared = gives(
    HEADER,
    {
        "html.entities.html5.clear()\nhtml.unescape('&lt;')": "'<'",
        "html.parser.HTMLParser.feed = 1": "TypeError",
        "html.parser.re": "AttributeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    html.escape("&" * 10**8)

    while True: html.unescape("&lt;" * 10**5)

    P().feed("<a>" * 10**6)

    p = P()
    while True: p.feed("<a ")

    P().feed("<a " + "x " * 10**6)
    """,
)
