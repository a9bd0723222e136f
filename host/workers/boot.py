"""Starting a worker: a fresh interpreter that has nothing of its host's.

It is no fork of the host. Its environment is empty, and of the host's descriptors it gets two: its
end of the socket, as standard input, and the reading end of a pipe that nobody ever writes to. The
kernel closes the writing end when the host ends, however it ends, and kills the worker with it
(`hardening.die_with`). The signal that Linux sends at the death of a parent would not do: it comes
with the end of the *thread* that started the worker.

Nor does the worker look for modules where the host does: it is told where the few packages are
that it needs, and finds nothing beside them and the standard library.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from typing import Final, NamedTuple

#: Packages and modules outside the standard library that a worker may import.
NEEDED: Final = ("cloche", "cloche.runtime", "cloche.transpiler", "regex")
#: The same, if they are installed: what the kernel's walls are built with.
WANTED: Final = ("pyseccomp", "landlock")

#: What a worker executes; its last line can be replaced by tests that sabotage it.
_FIND: Final = """\
import json, sys
from importlib.util import spec_from_file_location
class Finder:
    places = json.loads(sys.argv[1])
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name in cls.places:
            return spec_from_file_location(name, *cls.places[name][:1],
                submodule_search_locations=cls.places[name][1])
sys.meta_path.insert(0, Finder)
"""
#: What the C library reads before anything runs: threads share one heap, or the monitor's would
#: take 64 MiB of the address space that is counted for the guest.
_ALLOCATOR: Final = {"MALLOC_ARENA_MAX": "1"}
#: That, and a seed of hashes, come in the environment; a guest's process is to have none.
_CLEAN: Final = "import os\nos.environ.clear()\n"
MAIN: str = "from cloche.workers.main import main\nmain(int(sys.argv[2]))\n"


class Started(NamedTuple):
    """A worker that is on its way.

    Parameters:
        process: to be reaped.
        end: the host's end of the socket.
        life: the pipe whose closing ends the worker.
    """

    process: subprocess.Popen[bytes]
    end: socket.socket
    life: int


@cache
def _places() -> str:
    """Return where the packages of a worker are, as JSON."""
    found: dict[str, tuple[str | None, list[str] | None]] = {}
    for name in (*NEEDED, *WANTED):
        spec = find_spec(name)
        if spec is not None:
            inner = spec.submodule_search_locations
            found[name] = spec.origin, None if inner is None else list(inner)
    return json.dumps(found)


def start(hashes: int | None = None) -> Started:
    """Start a worker; it is not waited for.

    Parameters:
        hashes: seed of its hashes of text (below 2**32); None for a secret of its own.

    Raises:
        OSError: the system starts no more processes, or there are no more descriptors.
    """
    flags, environment = ["-I"], dict(_ALLOCATOR)
    if hashes is not None:
        # `-s -P` is `-I`, but for the one variable.
        flags, environment["PYTHONHASHSEED"] = ["-s", "-P"], str(hashes)
    code = _CLEAN + _FIND + MAIN
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, *flags, "-S", "-c", code, _places(), str(reading)],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            close_fds=True,
            pass_fds=(reading,),
            # Ctrl-C on the host's terminal is the host's.
            start_new_session=True,
        )
    except BaseException:
        ours.close()
        os.close(writing)
        raise
    finally:
        theirs.close()
        os.close(reading)
    return Started(process, ours, writing)
