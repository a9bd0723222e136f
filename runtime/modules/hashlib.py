"""`hashlib`: the algorithms that are always there, by what they are fed; keys by their rounds."""

from __future__ import annotations

import _hashlib
import hashlib as real
from collections.abc import Callable
from operator import index
from typing import Any, Final

from ..binding import example
from ..buffers import flat
from ..prices import IMPOSSIBLE, reserve, spend
from ..run import charge
from ..standins import opaque, plain, trust
from .plain import exact_int, exact_str
from .priced import length
from .stand_in import Module, frozen, shim

_NAMES: Final = frozenset(real.algorithms_guaranteed)
#: The slowest algorithm takes a step for so many bytes.
_BYTES_A_STEP: Final = 10
#: What an object takes, and a digest.
_OBJECT: Final = 1024
_BLOCK_STEPS: Final = 24
#: One round of `pbkdf2_hmac`, for each block of the key: two compressions.
_ROUND_STEPS: Final = 24
#: `scrypt` stretches keys with SHA-256, in blocks of so many bytes.
_STRETCHED: Final = 32
#: CPython refuses longer ones of `scrypt`.
_LONGEST_KEY: Final = 2**31 - 1
_SHAKES: Final = frozenset({"shake_128", "shake_256"})


class HASH:
    """A hash that is fed; the real one is behind a slot."""

    __slots__ = ("__hash_object__",)

    @property
    def name(self) -> str:
        return str(_inside(self).name)

    @property
    def digest_size(self) -> int:
        return int(_inside(self).digest_size)

    @property
    def block_size(self) -> int:
        return int(_inside(self).block_size)

    def update(self, obj: Any, /) -> None:
        obj = flat(obj)
        _pay(length(obj))
        _inside(self).update(obj)

    def digest(self, *size: Any) -> bytes:
        return bytes(_inside(self).digest(*_sizes(self, size)))

    def hexdigest(self, *size: Any) -> str:
        return str(_inside(self).hexdigest(*_sizes(self, size)))

    def copy(self) -> HASH:
        return _wrapped(_inside(self).copy())

    def __repr__(self) -> str:
        return f"<{self.name} _hashlib.HASH object @ 0x0>"


HASH.__module__ = "_hashlib"
opaque(HASH)
plain(_hashlib.UnsupportedDigestmodError)
example(real.md5(usedforsecurity=False))
trust(HASH, careful=True)
_inside: Callable[[object], Any] = HASH.__dict__["__hash_object__"].__get__
_set_inside: Callable[[object, Any], None] = HASH.__dict__["__hash_object__"].__set__


def _wrapped(inside: Any) -> HASH:
    reserve(_OBJECT)
    made = object.__new__(HASH)
    _set_inside(made, inside)
    return made


def _pay(size: int) -> None:
    charge(_BLOCK_STEPS)
    if size > _BLOCK_STEPS * _BYTES_A_STEP:
        spend(size // _BYTES_A_STEP)


def _sizes(x: Any, size: tuple[Any, ...]) -> tuple[Any, ...]:
    if not size or _inside(x).name not in _SHAKES:
        _pay(0)
        return size
    wanted = index(size[0])
    if 0 < wanted <= IMPOSSIBLE:
        reserve(2 * wanted)
        _pay(wanted)
    return (wanted, *size[1:])


#: What C asks for a number or a truth value, in its order, after it has been given what to hash.
_OPTIONS: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("digest_size", "fanout", "depth", "leaf_size"), index),
    **dict.fromkeys(("node_offset", "node_depth", "inner_size"), index),
    **dict.fromkeys(("last_node", "usedforsecurity"), bool),
}


def _constructor(name: str) -> Callable[..., HASH]:
    make = getattr(real, name)
    options = _OPTIONS.items() if "blake" in name else (("usedforsecurity", bool),)

    def construct(*args: Any, **named: Any) -> HASH:
        for key, answer in options:
            if key in named:
                named[key] = answer(named[key])
        args = tuple(map(flat, args))
        named = {key: flat(value) for key, value in named.items()}
        _pay(sum(map(length, (*args, *named.values()))))
        return _wrapped(make(*args, **named))

    construct = shim(make, f"openssl_{name}" if "blake" not in name else name)(construct)
    construct.__module__ = "_hashlib"
    return construct


CONSTRUCTORS: Final = {name: _constructor(name) for name in sorted(_NAMES)}


@shim(real.new, "new")
def new(name: Any, data: Any = b"", **kwargs: Any) -> HASH:
    if not isinstance(name, str):
        real.new(name)
    wanted = exact_str(name)
    found = CONSTRUCTORS.get(wanted.lower().replace("-", "_")) or CONSTRUCTORS.get(
        wanted.lower().replace("-", "")
    )
    if found is None:
        raise ValueError(f"unsupported hash type {wanted}")
    return found(data, **kwargs)


@shim(real.pbkdf2_hmac)
def pbkdf2_hmac(
    hash_name: Any, password: Any, salt: Any, iterations: Any, dklen: Any = None
) -> bytes:
    if not isinstance(hash_name, str):
        kind = type(hash_name).__name__
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {kind}")
    name = exact_str(hash_name)
    if name.lower().replace("-", "") not in _NAMES:
        real.pbkdf2_hmac(name, b"", b"", 1)
        raise ValueError(f"unsupported hash type {name}")
    rounds = index(iterations)
    wanted = None if dklen is None else index(dklen)
    size = real.new(name).digest_size
    password, salt = flat(password), flat(salt)
    _pay(length(password) + length(salt))
    if rounds > 0:
        _pay_for_key(size if wanted is None else wanted, size, rounds, length(salt))
    return real.pbkdf2_hmac(name, password, salt, rounds, wanted)


def _pay_for_key(wanted: int, size: int, rounds: int, salt: int) -> None:
    """Pay for a key of *wanted* bytes, in blocks of *size*: each begins with all of the salt."""
    blocks = -(-wanted // size)
    if blocks > 0:
        reserve(blocks * size)
        spend(blocks * (_ROUND_STEPS * min(rounds, 2**40) + salt // _BYTES_A_STEP))


def scrypt(
    password: Any, *, salt: Any = None, n: Any = None, r: Any = None, p: Any = None,
    maxmem: Any = 0, dklen: Any = 64,
) -> bytes:  # fmt: skip
    """Make a key from a password, with work and memory as wanted."""
    maxmem, dklen = index(maxmem), index(dklen)
    password, salt = flat(password), flat(salt)
    given = {"salt": salt, "n": n, "r": r, "p": p}
    # What is missing, or of another type, CPython refuses before it does anything.
    plain = {
        name: exact_int(value) if isinstance(value, int) else value
        for name, value in given.items()
        if value is not None
    }
    cost = [plain[name] for name in "nrp" if type(plain.get(name)) is int]
    _pay(length(password) + length(salt))
    if len(cost) == 3 and min(cost) > 0 and dklen <= _LONGEST_KEY:
        rows, width, lanes = cost
        mixed = 128 * width * lanes
        reserve(128 * rows * width)
        spend(16 * rows * width * lanes)
        _pay_for_key(mixed, _STRETCHED, 1, length(salt))
        _pay_for_key(dklen, _STRETCHED, 1, mixed)
    derive: Any = real.scrypt
    return bytes(derive(password, **plain, maxmem=maxmem, dklen=dklen))


def file_digest(fileobj: Any, digest: Any, /, *, _bufsize: Any = 2**18) -> HASH:
    """Hash what *fileobj*, a stream of bytes, still holds."""
    made = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, "getbuffer"):
        raise ValueError("this stream has a buffer that is not available here")
    if not hasattr(fileobj, "read"):
        kind = type(fileobj).__name__
        raise ValueError(f"{kind!r} object is not a file-like object in binary reading mode.")
    while chunk := fileobj.read(_bufsize):
        charge(1)
        made.update(chunk)
    return made


def for_run() -> Module:
    """Return the module for the current run, whose sets of names are its own."""
    return frozen(
        "hashlib",
        real.__doc__,
        {
            **CONSTRUCTORS,
            **{each.__name__: each for each in (new, pbkdf2_hmac, scrypt, file_digest)},
            "algorithms_guaranteed": set(_NAMES),
            "algorithms_available": set(_NAMES),
        },
    )
