"""From source to guarded program, by way of what is remembered: in this process, and on disk."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from .kept import Kept
from .runtime import errors, signals
from .transpiler import Guarded, Policy, Refusal, transpile
from .transpiler.records import replace

if TYPE_CHECKING:
    from .disk_cache import DiskCache
    from .transpiler.manifest import Manifest

#: Name of a program's file in its tracebacks.
FILENAME: Final = "<guest>"
#: Programs kept per process, and characters of their texts, each of which takes some 20 bytes.
PROGRAMS: Final = 1024
CHARACTERS: Final = 4 * 2**20
#: So many of these takes a name beside its own: sessions may have made as many as they like.
_NAME: Final = 5
#: Manifests kept per sandbox; the programs are kept with them.
MANIFESTS: Final = 256

_cache: Final[Kept[tuple[object, ...], Guarded]] = Kept(PROGRAMS, CHARACTERS)


@cache
def base_policy() -> Policy:
    """Return the policy of a sandbox without tools: what this runtime offers."""
    from .runtime.modules.absent import HINTS
    from .runtime.modules.names import MODULE_NAMES, STAR_NAMES
    from .runtime.namespace import OFFERED
    from .runtime.universe import GUARDED

    return Policy(
        guarded=GUARDED, builtins=OFFERED, modules=MODULE_NAMES, exports=STAR_NAMES, hints=HINTS
    )


class Compiler:
    """Compiles for one sandbox; equal sources of equal policies are compiled once a process.

    Parameters:
        policy: of the sandbox.
        disk: where programs are kept for other processes, if anywhere.
    """

    def __init__(self, policy: Policy, disk: DiskCache | None = None) -> None:
        self.policy = policy
        self._disk = disk
        #: What a program depends on besides its source, as one text, whose hash is kept.
        self._kind = repr((sorted(policy.tools), policy.optimize, policy.limits))
        self._manifests: Kept[int, tuple[Guarded, Manifest]] = Kept(MANIFESTS, CHARACTERS)

    def manifest(self, guarded: Guarded) -> Manifest:
        """Return the manifest of a program that was compiled for this sandbox."""
        # By identity: to compare programs takes as long as they are.
        found = self._manifests.get(id(guarded))
        if found is None or found[0] is not guarded:
            from .transpiler.manifest import manifest_of

            found = guarded, manifest_of(guarded, self.policy)
            self._manifests.put(id(guarded), found, _size(guarded))
        return found[1]

    def compiled(
        self, source: str | bytes, filename: str, known: frozenset[str], alone: bool, sealed: bool
    ) -> Guarded:
        """Return the guarded program.

        Parameters:
            known: names the environment already binds.
            alone, sealed: see `Policy`.

        Raises:
            Rejected: with every diagnostic.
            TypeError: *source* is no source.
        """
        if type(source) is not str and not isinstance(source, str | bytes):
            raise TypeError(f"source must be str or bytes, not {type(source).__name__}")
        policy = self.policy
        key = (source, filename, known, self._kind, alone, sealed)
        found = _cache.get(key)
        if found is None:
            if known or alone:
                tools = policy.tools | known
                policy = replace(policy, tools=tools, alone=alone, sealed=sealed)
            try:
                found = signals.unharmed(partial(self._made, source, policy, filename))
            except Refusal as refusal:
                diagnostics = refusal.diagnostics
            else:
                diagnostics = []
            if found is None:
                raise errors.Rejected(diagnostics, source if type(source) is str else "")
            _cache.put(key, found, _size(found) + _size_of_names(known))
        return found

    def _made(self, source: str | bytes, policy: Policy, filename: str) -> Guarded:
        disk = self._disk
        if disk is None:
            return transpile(source, policy, filename)
        found = disk.load(source, policy, filename)
        if found is None:
            found = transpile(source, policy, filename)
            disk.store(source, policy, filename, found)
        return found


def _size(guarded: Guarded) -> int:
    return len(guarded.source) + len(guarded.text)


def _size_of_names(known: frozenset[str]) -> int:
    return sum(map(len, known)) + _NAME * len(known)
