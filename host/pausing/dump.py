"""A paused run as bytes, and back: source text, inputs, and what its calls gave.

    magic │ `-` or `+` │ digest or signature: 32 bytes │ length: 4 bytes, frame │ …

The first frame is the head, the others are those of the journal, the last of them the question that
is open. A frame is plain data in the workers' encoding: no code, nothing pickled. A digest finds
what was damaged; only a signature (`+`, HMAC-SHA256) finds what was forged.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from ..fingerprint import of_policy
from ..runtime.boundary.limits import INWARD
from ..runtime.errors import DumpRefused
from ..workers.codec import Malformed, decode, encode
from .journal import MOST_FRAMES

if TYPE_CHECKING:
    from ..sandbox import Sandbox

MAGIC: Final = b"cloche pause 1\n"
#: Bytes of a dump that is read.
LARGEST: Final = 256 * 2**20
_DIGEST: Final = 32
_LENGTH: Final = struct.Struct("!I")
_PLAIN, _SIGNED = b"-", b"+"


@dataclass(frozen=True, slots=True)
class Head:
    """All that decides what a program does, but for what its calls give.

    Parameters:
        source: of the program.
        inputs: plain data by name.
        box: see `digest_of_box`.
        guarded: digest of the guarded program.
        seed: of all randomness.
        clock: nanoseconds at which time stands still; None if the clock is asked.
        pause: `marked` or `all`.
        hashes: see `hashing.py`.
    """

    source: str
    inputs: dict[str, Any]
    box: str
    guarded: str
    seed: int
    clock: int | None
    pause: str
    hashes: str

    def frame(self) -> bytes:
        """Return it as bytes; raises `codec.Unsendable`."""
        content = {each.name: getattr(self, each.name) for each in fields(self)}
        return encode(content, canonical=True)


def digest_of_box(box: Sandbox) -> str:
    """Return what sandboxes have in common that run programs alike: policy, tools, versions."""
    return of_policy(box.policy)


def digest_of_text(text: str) -> str:
    """Return the digest of a guarded program."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write(head: bytes, frames: list[bytes], key: bytes | None) -> bytes:
    """Return the dump of a run, or of a session, with this head and journal.

    Raises:
        DumpRefused: it would be larger than what is read.
    """
    body = b"".join(part for frame in (head, *frames) for part in (_LENGTH.pack(len(frame)), frame))
    start = MAGIC + (_PLAIN if key is None else _SIGNED)
    if len(start) + _DIGEST + len(body) > LARGEST:
        raise DumpRefused(f"it would take more than {LARGEST:,} bytes")
    return start + _seal(start + body, key) + body


def read(data: bytes, key: bytes | None) -> tuple[Head, list[bytes]]:
    """Return head and journal of the dump *data*.

    Raises:
        DumpRefused: it is none, was damaged, or is not signed with *key*.
    """
    frames = frames_of(opened(data, key))
    if len(frames) < 2 or len(frames) % 2:
        raise DumpRefused("it is not a dump of a paused run")
    return head_in(frames[0]), frames[1:]


def _seal(whole: bytes, key: bytes | None) -> bytes:
    if key == b"":
        raise ValueError("a key must not be empty")
    if key is None:
        return hashlib.sha256(whole).digest()
    return hmac.digest(key, whole, "sha256")


def opened(data: bytes, key: bytes | None) -> bytes:
    """Return the frames of *data*, whose digest or signature holds; raises DumpRefused."""
    start = data[: len(MAGIC) + 1]
    if not data.startswith(MAGIC) or start[-1:] not in (_PLAIN, _SIGNED):
        raise DumpRefused("it is not a dump of a paused run")
    if len(data) > LARGEST:
        raise DumpRefused(f"it has more than {LARGEST:,} bytes")
    if (start[-1:] == _SIGNED) != (key is not None):
        raise DumpRefused("it is signed: give the key" if key is None else "it is not signed")
    seal, body = data[len(start) : len(start) + _DIGEST], data[len(start) + _DIGEST :]
    if not hmac.compare_digest(seal, _seal(start + body, key)):
        raise DumpRefused("it was damaged or changed, or signed with another key")
    return body


def frames_of(body: bytes) -> list[bytes]:
    """Return the frames one by one; raises DumpRefused."""
    frames: list[bytes] = []
    place = 0
    while place < len(body):
        # Behind a digest, but whoever writes the bytes writes that as well.
        if len(body) - place < _LENGTH.size:
            raise DumpRefused("it ends too soon")
        (length,) = _LENGTH.unpack_from(body, place)
        place += _LENGTH.size
        if len(body) - place < length:
            raise DumpRefused("it ends too soon")
        if len(frames) > MOST_FRAMES:
            raise DumpRefused("it holds more calls than are kept of a run")
        frames.append(body[place : place + length])
        place += length
    return frames


def head_in(frame: bytes) -> Head:
    """Return the head in *frame*; raises DumpRefused."""
    try:
        found = decode(frame, INWARD)
    except Malformed as error:
        raise DumpRefused(f"it cannot be read: {error}") from None
    match found:
        case {
            "source": str(), "inputs": dict(inputs), "box": str(), "guarded": str(),
            "seed": int(), "clock": int() | None, "pause": "marked" | "all", "hashes": str(),
        }:  # fmt: skip
            if len(found) == len(fields(Head)) and all(type(name) is str for name in inputs):
                return Head(**found)
    raise DumpRefused("it is not a dump of a paused run")
