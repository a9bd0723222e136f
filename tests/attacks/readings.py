"""Files that LibCST, CPython's tokenizer and CPython's compiler might read differently."""

from .payloads import Payload, table

_EVIL = "().__class__.__base__.__subclasses__()"
_ORIGIN = "parser differentials"


def _bytes(name: str, source: bytes) -> Payload:
    return Payload(name, _ORIGIN, source)


PAYLOADS = [
    Payload("form-feed-line", _ORIGIN, f"x = 1\n\x0cprobe({_EVIL})\n"),
    Payload("form-feed-indent", _ORIGIN, f"if 1:\n    \x0c  probe({_EVIL})\n"),
    Payload("carriage-return", _ORIGIN, f"x = 1 #\rprobe({_EVIL})\n"),
    Payload("carriage-return-in-string", _ORIGIN, f"x = '''\r'''\rprobe({_EVIL})\r"),
    Payload("mixed-newlines", _ORIGIN, f"x = 1\r\ny = 2\rprobe(\n{_EVIL})\r\n"),
    Payload("vertical-tab", _ORIGIN, f"x = 1\x0bprobe({_EVIL})\n"),
    Payload("unicode-line-separator", _ORIGIN, f"# comment\u2028probe({_EVIL})\n"),
    Payload("unicode-next-line", _ORIGIN, f"x = 1 # \x85probe({_EVIL})\n"),
    Payload("null-byte", _ORIGIN, f"x = 1\0\nprobe({_EVIL})\n"),
    Payload("null-byte-in-comment", _ORIGIN, f"# \0\nprobe({_EVIL})\n"),
    Payload("control-z", _ORIGIN, f"x = 1\n\x1aprobe({_EVIL})\n"),
    Payload("backslash-newline", _ORIGIN, f"x = ().__cl\\\nass__\nprobe({_EVIL})\n"),
    Payload("backslash-comment", _ORIGIN, f"# \\\nprobe({_EVIL})\n"),
    Payload("backslash-end", _ORIGIN, "x = 1\\"),
    Payload("backslash-in-f-string", _ORIGIN, "stash(f'{print.__globals__!r:\\n}')\n"),
    Payload("byte-order-mark", _ORIGIN, f"\ufeffprobe({_EVIL})\n"),
    Payload("two-byte-order-marks", _ORIGIN, f"\ufeff\ufeffprobe({_EVIL})\n"),
    Payload("tabs-and-spaces", _ORIGIN, f"if 0:\n\tx = 1\n        probe({_EVIL})\n"),
    Payload("surrogate", _ORIGIN, "x = '\udc80'\nprobe(().__class__)\n"),
    Payload(
        "soft-keywords", _ORIGIN,
        "match = type = case = _ = print\nmatch(type, case)\nprobe(match)\n",
    ),
    Payload("nested-quotes", _ORIGIN, "stash(f'{print.__globals__['a']}')\n"),
    Payload("nested-f-string", _ORIGIN, "stash(f'{f\"{print.__globals__}\"}')\n"),
    Payload("f-string-comment", _ORIGIN, "stash(f'''{\nprint # }\n.__globals__}''')\n"),
    Payload("f-string-debug", _ORIGIN, "stash(f'{print.__globals__=}')\n"),
    Payload("f-string-lambda", _ORIGIN, "stash(f'{(lambda: print.__globals__)()}')\n"),
    Payload("f-string-walrus", _ORIGIN, "stash(f'{(__attr__:=print)}')\n"),
    Payload(
        "f-string-raw-braces", _ORIGIN,
        "stash(rf'{{{print.__globals__}}}' f'{{0.__globals__}}'.format(print))\n",
    ),
    Payload(
        "implicit-concatenation", _ORIGIN,
        "def f(): pass\nstash('{0.__glo' 'bals__}'.format(f))\n",
    ),
    Payload(
        "string-escapes", _ORIGIN,
        "stash('{0.__globa\\x6cs__}\\N{LATIN SMALL LETTER A}'.format(print))\n",
    ),
    Payload("bytes-docstring", _ORIGIN, "def f():\n    b'x'\n    while True: pass\nf()\n"),
    Payload("type-comment", _ORIGIN, "x = 1 # type: ignore\n# type: () -> __import__('os')\n"),
    Payload(
        "numbers", _ORIGIN,
        "probe(1if 1else().__class__)\nprobe(0x_f.__class__)\nprobe(1_0.real)\n",
    ),
    Payload("operator-not-equal", _ORIGIN, "from __future__ import barry_as_FLUFL\n1 <> 2\n"),
    Payload("print-statement", _ORIGIN, "exec 'import os'\n"),
    Payload("semicolons", _ORIGIN, f"x = 1; y = 2; probe({_EVIL}); \n"),
    Payload("deep-lambda", _ORIGIN, f"{'lambda: ' * 60}probe({_EVIL})\n"),
    Payload("decorator-expression", _ORIGIN, "@(lambda f: probe(f.__globals__))\ndef f(): pass\n"),
    Payload("await-outside", _ORIGIN, "async def f(): await probe(1)\nf().cr_frame\n"),
    Payload("yield-in-class", _ORIGIN, "class A:\n    yield 1\n"),
    Payload("star-everything", _ORIGIN, "a, *b = *[probe], *().__class__.__mro__\nprobe(b)\n"),
    Payload(
        "starred-index", _ORIGIN,
        "class A:\n    def __getitem__(self, k): probe(k)\nA()[*[print.__globals__]]\n",
    ),
    Payload("annotated-target", _ORIGIN, "class A: pass\na = A()\na.__class__: int = list\n"),
    Payload("annotation-runs", _ORIGIN, "x: probe(().__class__.__subclasses__()) = 1\n"),
    Payload("deleted-tuple", _ORIGIN, "del (print.__globals__, [].x)\n"),
    Payload("global-at-module", _ORIGIN, "global __builtins__\n__builtins__ = {}\n"),
    Payload("type-parameters", _ORIGIN, "def f[T: print.__globals__](): pass\n"),
    Payload("type-statement", _ORIGIN, "type X = print.__globals__\nprobe(X.__value__)\n"),
    Payload("except-without-parentheses", _ORIGIN, "try: pass\nexcept A, B: probe(1)\n"),
    Payload("template-string", _ORIGIN, "stash(t'{print.__globals__}')\n"),
    _bytes("cookie-utf-7", b"# -*- coding: utf-7 -*-\n#+AAo-probe(().+AF8AXw-class+AF8AXw-.mro)\n"),
    _bytes("cookie-utf-16", b"# coding: utf-16\nprobe(1)\n"),
    _bytes("cookie-rot13", b"# coding: rot13\ncebor(().__pynff__)\n"),
    _bytes("cookie-escape", b"# coding: unicode_escape\n# \\u000aprobe(print.__globals__)\n"),
    _bytes(
        "cookie-raw-escape",
        b"# coding: raw_unicode_escape\n# \\u000aprobe(print.__globals__)\n",
    ),
    _bytes(
        "cookie-shift-jis",
        b"# coding: shift_jis\nx = '\x83\x5c'; probe(print.__globals__) #'\n",
    ),
    _bytes("cookie-latin", b"# coding: latin-1\nx = '\xe9'\nprobe(().__class__.__subclasses__)\n"),
    _bytes("cookie-and-mark", b"\xef\xbb\xbf# coding: latin-1\nprobe(print.__globals__)\n"),
    _bytes("cookie-second-line", b"#!/x\n# vim: set fileencoding=utf-7 :\n#+AAo-probe(1)\n"),
    _bytes("cookie-host-codec", b"# coding: host_vault\nprobe(1)\n"),
    _bytes("invalid-utf-8", b"x = '\xff\xfe'\nprobe(1)\n"),
    _bytes("overlong-utf-8", b"x = 1 # \xc0\x8aprobe(print.__globals__)\n"),
    _bytes("utf-16-mark", "probe(print.__globals__)\n".encode("utf-16")),
]  # fmt: skip

PAYLOADS += table(
    """
=== nfkc-keyword | letters that look like a keyword make none
\uff49mport = 1
probe(\uff49mport)
=== nfkc-guard-parameter | a parameter that becomes a guard's name
def f(__\uff41ttr__): return (lambda: 0).__class__
probe(f(print))
=== nfkc-attribute | an attribute that becomes a guarded one
stash("{0.__globals__}".\uff46ormat(print))
=== nfkc-pattern | a pattern's keyword
match "{0.__globals__}":
    case str(\uff46ormat=go): probe(go)
=== nfkc-ligature | one letter that becomes two
stash("{0.__globals__}".format_map.__sel\ufb00__)
=== nfkc-import | the name of a module
from m\uff41th import pi as __\uff54icks__
=== bidi | text that reads in another order (CVE-2021-42574)
x = "\u202e" ; probe(().__class__.__mro__[-1].__subclasses__) #\u2066
=== homoglyph | letters of another script are other names
def \u0440rint(x): return x
probe(\u0440rint(1))
"""
)
