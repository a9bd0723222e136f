"""An append-only log of what was run: JSON lines, each bound to the one before it by its hash.

A line that is changed, taken out or put in breaks the chain from there on. Whoever can write the
file could make the whole chain anew, unless a key is used (HMAC), and could cut off its end, unless
the last hash (`AuditLog.head`) is kept elsewhere as well.
"""

from __future__ import annotations

import builtins
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from weakref import WeakSet

from .observing import CompileEnded, CompileStarted, RunEnded, RunStarted, digest
from .runtime.errors import ClocheError

try:
    import fcntl
except ImportError:  # no such locks there: one process at a time may write
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from .sandbox import Sandbox

#: What the first line is bound to.
BEGINNING: Final = "0" * 64
#: The last line is looked for in so many bytes at the end of the file, then in twice as many.
PIECE: Final = 4096


class AuditError(ClocheError):
    """The log cannot be written to, or is not what was written.

    Parameters:
        reason: in one line.
        line: where, from 1; None for the file as a whole.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line

    def __str__(self) -> str:
        return self.reason if self.line is None else f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verified:
    """A log whose chain holds.

    Parameters:
        records: how many.
        head: hash of the last one, to be compared with one kept elsewhere.
    """

    records: int
    head: str


#: Those of this process, whose locks a forked child may find held by threads it does not have.
_logs: Final[WeakSet[Any]] = WeakSet()


def _unlock() -> None:
    for log in _logs:
        log._lock = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_unlock)


class AuditLog:
    """A log that sandboxes write to: `Sandbox(audit=AuditLog("runs.jsonl"))`.

    One record for each run and each rejected source. It holds digests of source and guarded
    source, the policy, the limits and what was used of them, the tools called and the outcome;
    no text of the guest's. Several sandboxes, threads and (where the system has `flock`)
    processes may share a file.

    Parameters:
        path: of the file; made if it is not there.
        key: binds the records with HMAC-SHA256 instead of SHA-256.

    Raises:
        AuditError: the file cannot be written to, or its last line is torn.
    """

    def __init__(self, path: str | os.PathLike[str], key: bytes | None = None) -> None:
        self.path = Path(path)
        self._key = key
        self._lock = Lock()
        _logs.add(self)
        with self._open("ab+") as file:
            _last_hash(file)

    @property
    def head(self) -> str:
        """Hash of the last record."""
        with self._open("rb") as file:
            return _last_hash(file)

    def append(self, record: dict[str, Any]) -> None:
        """Write *record* and have the system put it on the disk."""
        with self._lock, self._open("ab+") as file:
            if fcntl is None:
                self._write(record, file)
                return
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                self._write(record, file)
            finally:
                # To close the file is not enough: a child that was forked meanwhile has it open.
                fcntl.flock(file, fcntl.LOCK_UN)

    def _write(self, record: dict[str, Any], file: BinaryIO) -> None:
        bound = {**record, "previous": _last_hash(file)}
        bound["hash"] = sealed(bound, self._key)
        file.write(_line(bound) + b"\n")
        file.flush()
        os.fsync(file.fileno())

    def _open(self, mode: str) -> BinaryIO:
        try:
            return open(self.path, mode)  # type: ignore[return-value]
        except OSError as error:
            raise AuditError(f"{self.path}: {error.strerror or error}") from None

    # --- Hooks -----------------------------------------------------------------------------

    def compiling(self, box: Sandbox, event: CompileStarted) -> Callable[[CompileEnded], None]:
        """Note a source that was rejected."""

        def end(outcome: CompileEnded) -> None:
            if outcome.diagnostics:
                codes = sorted({each.code for each in outcome.diagnostics})
                self.append({**_head(box, "rejected", event.source), "codes": codes})

        return end

    def running(self, box: Sandbox, event: RunStarted) -> Callable[[RunEnded], None]:
        """Note a run."""

        def end(outcome: RunEnded) -> None:
            error = outcome.error
            self.append(
                {
                    **_head(box, event.kind, event.source),
                    "run": event.id,
                    "name": event.name,
                    "guarded": digest(event.guarded),
                    "inputs": list(event.inputs),
                    "tool_calls": list(outcome.tool_calls),
                    "calls": outcome.calls,
                    "outcome": "ok" if error is None else type(error).__name__,
                    "raised": _raised(error),
                    "steps": outcome.steps,
                    "seconds": round(outcome.seconds, 6),
                }
            )

        return end


def _raised(error: BaseException | None) -> str | None:
    """Return the name of the builtin exception a guest has raised; a class of its own has none.

    Its name would be the guest's text, of any length.
    """
    name = getattr(error, "type_name", None)
    kind = vars(builtins).get(name) if isinstance(name, str) else None
    return name if isinstance(kind, type) and issubclass(kind, BaseException) else None


def _head(box: Sandbox, kind: str, source: str | bytes) -> dict[str, Any]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "source": digest(source),
        "policy": box.policy_digest,
        "limits": asdict(box.limits),
    }


def sealed(record: dict[str, Any], key: bytes | None) -> str:
    """Return the hash of *record*, which has none yet, in hexadecimal."""
    line = _line(record)
    if key is None:
        return hashlib.sha256(line).hexdigest()
    return hmac.new(key, line, hashlib.sha256).hexdigest()


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def _last_hash(file: BinaryIO) -> str:
    """Return the hash in the last line of *file*.

    Raises:
        AuditError: that line is torn, or no record.
    """
    end = file.seek(0, os.SEEK_END)
    if not end:
        return BEGINNING
    text, start, piece = b"", end, PIECE
    while start and b"\n" not in text[:-1]:
        # Twice as much each time, so that a long line is not copied again and again.
        start, piece = max(0, end - piece), 2 * piece
        file.seek(start)
        text = file.read(end - start)
    if not text.endswith(b"\n"):
        raise AuditError("the last line of the log is torn: verify it and begin another")
    try:
        found = json.loads(text[:-1].rpartition(b"\n")[2])["hash"]
    except (ValueError, KeyError, TypeError):
        raise AuditError("the last line of the log is no record of ours") from None
    return str(found)


def verify_log(path: str | os.PathLike[str], key: bytes | None = None) -> Verified:
    """Check the chain of a log.

    Parameters:
        key: it was written with.

    Raises:
        AuditError: with the first line that does not hold.
    """
    previous, count = BEGINNING, 0
    try:
        with open(path, "rb") as file:
            for count, record in enumerate(_records(file), 1):
                given = record.pop("hash", None)
                if record.get("previous") != previous:
                    raise AuditError("the record before it was changed or taken out", count)
                # Text that is not ASCII cannot be compared so, and is no hash.
                if not (isinstance(given, str) and given.isascii()) or not hmac.compare_digest(
                    given, sealed(record, key)
                ):
                    raise AuditError("the record was changed, or has another key", count)
                previous = given
    except OSError as error:
        raise AuditError(f"{path}: {error.strerror or error}") from None
    return Verified(count, previous)


def _records(file: BinaryIO) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, 1):
        if not line.endswith(b"\n"):
            raise AuditError("the line is torn", number)
        record: Any = None
        try:
            record = json.loads(line)
            ours = isinstance(record, dict) and _line(record) == line[:-1]
        except (ValueError, RecursionError):  # also what JSON itself has no word for, such as NaN
            ours = False
        if not ours:
            raise AuditError("no record of ours", number)
        yield record
