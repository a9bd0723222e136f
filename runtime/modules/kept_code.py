"""Compiled text of the standard library, kept beside the compiled files of this package.

Guards are put into the text of some thirty modules (`adopted.py`); that is more than half of what
a worker takes to start. So it is done once for an installation, as CPython does with the modules
it compiles, in the same folders and on the same terms: whoever may write there can replace any
module of ours as well, what cannot be written is made anew each time, and what was made of
another text, or by other guards, is not used.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER, cache_from_source
from types import CodeType
from typing import Final

from cloche.transpiler import vocabulary

from ..run import running
from . import instrument

#: A file begins with the digests of what it was made of, and of the rest of it.
_DIGEST: Final = hashlib.sha256


def kept(name: str, text: str, guarded: frozenset[str], make: Callable[[], CodeType]) -> CodeType:
    """Return what *make* compiles of *text*, or has compiled in another process.

    Parameters:
        name: of the module.
        text: its source.
        guarded: attribute names that have a guard in it.
    """
    try:
        path = cache_from_source(os.path.join(os.path.dirname(__file__), f"library.{name}.py"))
        wanted = _digest(text, guarded)
    except (OSError, NotImplementedError):  # no folder of files; no files are kept here
        return make()
    found = _read(path, wanted)
    if found is not None:
        return found
    code = make()
    if not sys.dont_write_bytecode:
        content = marshal.dumps(code)
        _waiting[path] = wanted + _DIGEST(content).digest() + content
        # Within a run nothing is written: that is an event of which the tripwire thinks the worst.
        if running(None) is None:
            write_waiting()
    return code


#: Content of files that are to be written, by path.
_waiting: Final[dict[str, bytes]] = {}


def write_waiting() -> None:
    """Write what has been compiled within runs; outside of any."""
    for path in [*_waiting]:
        content = _waiting.pop(path, None)  # (another thread may write it)
        if content is not None:
            with suppress(OSError):
                _write(path, content)


def _read(path: str, wanted: bytes) -> CodeType | None:
    with suppress(OSError, ValueError, EOFError, TypeError), open(path, "rb") as file:
        head, content = file.read(2 * len(wanted)), file.read()
        # What was damaged on the disk may be anything, and CPython does not look.
        if head == wanted + _DIGEST(content).digest():
            code = marshal.loads(content)
            return code if type(code) is CodeType else None
    return None


def _write(path: str, content: bytes) -> None:
    """Put *content* there as a whole: others may read or write it at the same time."""
    part = f"{path}.{os.getpid()}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(part, "xb") as file:
            file.write(content)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def _digest(text: str, guarded: frozenset[str]) -> bytes:
    parts = [MAGIC_NUMBER, _makers(), *(each.encode() for each in (text, *sorted(guarded)))]
    return _DIGEST(b"".join(_DIGEST(part).digest() for part in parts)).digest()


@cache
def _makers() -> bytes:
    """Return what tells apart versions of the code that puts guards in."""
    found = b""
    for module in (instrument, vocabulary):
        with open(str(module.__file__), "rb") as file:
            found += _DIGEST(file.read()).digest()
    return found
