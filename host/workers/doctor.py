"""Which walls stand on this machine: asked of a worker, not looked up."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from typing import Final

from ..runtime import errors
from ..sandbox import Sandbox
from .hardening import ACTIVE
from .messages import Kind

#: The layers, in the order they are told, and what each stops.
STOPS: Final = {
    "host": "dies with its host, however that ends",
    "limits": "address space, processor time, file sizes, processes, core dumps",
    "descriptors": "no file, socket or pipe beyond the two it has",
    "no-new-privileges": "no setuid program helps it; no other process looks into it",
    "landlock": "no file is opened, made, removed or executed",
    "seccomp": "no system call that a computing interpreter does not need",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a worker that was started to see.

    Parameters:
        layers: by layer, `active` or why it is not; empty if no worker started.
        problem: why no worker started; empty if one did.
    """

    layers: dict[str, str]
    problem: str = ""

    @property
    def well(self) -> bool:
        """Every layer is active."""
        return not self.problem and set(self.layers.values()) == {ACTIVE}


def examine() -> Report:
    """Start a worker, have it harden itself, and return what it says."""
    with Sandbox(isolation="process", workers=1) as box:
        assert box.workers is not None
        try:
            with box.workers.pool.worker() as worker:
                worker.request(Kind.FORGET, [])
                layers = worker.layers
        except (errors.ClocheError, OSError) as error:
            return Report({}, str(error))
    return Report({name: layers.get(name, "not reported") for name in STOPS})


def surroundings() -> str:
    """Return Python, system and machine in one line."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"CPython {platform.python_version()}, {system}, {sys.executable}"
