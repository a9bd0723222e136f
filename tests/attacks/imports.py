"""Imports, and what modules lead to."""

from .payloads import table

PAYLOADS = table(
    """
=== import-os | where everybody begins
import os
os.system("true")
=== import-os-dotted | os through a package
import os.path
=== import-sys-modules | sys.modules
from sys import modules
=== import-host | a module of the host
import host_vault
stash(host_vault.KEY)
=== import-cloche | the sandbox itself
import cloche.runtime.run
=== import-main | the host's program
import __main__
=== import-builtins | the real builtins
import builtins
=== import-dunder | __import__ as a function
__import__("os").system("true")
=== import-relative | relative imports use __package__
from . import os
=== import-star | star imports bind names nobody sees
from math import *
=== import-nfkc | the name as CPython reads it
import \uff4f\uff53
=== import-from-fallback | IMPORT_FROM looks into sys.modules["json.decoder"]
from json import decoder
probe(decoder)
=== import-from-fallback-scanner | the same for another
import json
probe(json.scanner)
=== import-from-fallback-sys | smolagents: a module's own imports
from random import _os
probe(_os)
=== module-os | RestrictedPython: random._os, smolagents: queue.threading
import random, re, collections, string, functools, typing, datetime, itertools, dataclasses
for m in (random, re, collections, string, functools, typing, datetime, itertools, dataclasses):
    for name in ("_os", "os", "sys", "_sys", "types", "builtins", "__builtins__", "__loader__",
                 "__spec__", "__file__", "__cached__", "enum", "_collections_abc", "abc", "_re",
                 "inspect", "keyword", "copy", "warnings", "__dict__", "_thread", "sre_compile",
                 "_compiler", "operator", "reprlib", "_urandom"):
        x = getattr(m, name, None)
        if name != "abc" and name != "__dict__":
            win((m, name)) if x is not None else None
=== module-codecs | json.codecs, json.decoder
import json
probe(json.codecs)
=== module-dict | the namespace of a stand-in is shared by all tenants
import math
math.__dict__["poison"] = 1
math.__dict__["pi"] = 3
=== module-loader | __spec__.loader.load_module
import math
probe(math.__spec__)
=== module-class | the class of a module
import math
probe(math.__class__)
math.__class__.__getattr__ = print
=== module-write | a module all tenants share
import math
math.pi = 3
=== module-setattr | the same by setattr
import math
setattr(math, "pi", 3)
=== module-object-setattr | past __setattr__
import math
object.__setattr__(math, "pi", 3)
=== module-delete | del
import math
del math.floor
=== module-match | patterns
import math
match math:
    case object(__dict__=d): win(d)
=== module-vars | vars() gives the mapping
import json
vars(json)["loads"] = print
vars(json).clear()
=== import-shadowed | `import` must not look at globals or __builtins__
def __import__(*a): win(a)
import math
=== import-poisoned-half | running out of stack within an import
def dig(n):
    try:
        dig(n + 1)
    except RecursionError:
        import operator
        import collections
dig(0)
=== import-out-of-steps | running out of steps within an import
while True:
    import typing
    import datetime
=== codecs-by-name | bytes.decode imports encodings.<name>
b"".decode("idna")
=== codecs-by-name-of-a-module | encodings.<any module>
for name in ("os", "punycode", "zlib_codec", "rot13", "mbcs", "host_vault", "..os", "cp037"):
    for call in (lambda: "x".encode(name), lambda: "é".encode("ascii", name),
                 lambda: str(b"x", name), lambda: b"x".decode(name), lambda: bytes("x", name),
                 lambda: bytearray("x", name)):
        try:
            call()
            win(name)
        except LookupError:
            pass
=== codecs-subclass-name | a str subclass as the name of a codec
class S(str):
    def lower(self): return "utf-8"
    def __eq__(self, other): return True
    def __hash__(self): return hash("utf_8")
"x".encode(S("rot13"))
=== error-handlers | a handler the host has registered
b"\\xff".decode("utf-8", "host_handler")
"""
)
