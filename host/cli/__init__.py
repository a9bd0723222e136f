"""The command line: `cloche run`, `cloche lint`, `cloche rewrite` and others.

Needs the extra `cli` (click and rich; `repl` also prompt-toolkit). Importing this package needs
none: only `main` looks for them, so that their absence is one clear line and not a traceback.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence

__all__ = ["main"]

NEEDED = ("click", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Parameters:
        arguments: what follows the program's name; those of the process if None.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        names = " and ".join(missing)
        sys.stderr.write(f"cloche: the command line needs {names}: pip install 'cloche[cli]'\n")
        return 2
    from .app import run_command_line

    return run_command_line(arguments)
