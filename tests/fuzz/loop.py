"""Runs composed programs for a given time, in a child that may die: `python -m fuzz.loop`.

The child writes down each program before it runs it. What ends the child, holds it for longer than
`PATIENCE`, or does any harm the oracle of `attacks` sees is kept as a file in the folder of
findings, and the child is started anew behind it. Figures are printed in the end.
"""

from __future__ import annotations

import argparse
import json
import select
import subprocess
import sys
import time
from pathlib import Path

from attacks.arena import attack, prepare

from .grammar import seeded

#: Seconds that one program may take; its limits end it much sooner.
PATIENCE = 120.0
#: Programs that one child runs.
BATCH = 500


def child(first: int, folder: Path) -> None:
    """Run the programs from seed *first* on; say what came of each on standard output."""
    prepare()
    for seed in range(first, first + BATCH):
        source = seeded(seed)
        (folder / "current.py").write_text(source, errors="surrogatepass")
        found = attack(source, optimize=seed % 4 != 0)
        print(json.dumps([seed, found.ending, found.violations]), flush=True)


def main() -> None:
    """Fuzz for as long as it was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0, help="of the first program")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="of findings")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.child:
        child(given.seed, given.folder)
        return
    began, seed, findings = time.monotonic(), given.seed, 0
    while time.monotonic() - began < given.minutes * 60:
        done, why = _batch(seed, given.folder)
        seed += done
        if why:
            findings += 1
            kept = given.folder / f"finding-{seed}.py"
            text = (given.folder / "current.py").read_text(errors="surrogatepass")
            kept.write_text(f"# {why}\n{text}", errors="surrogatepass")
            print(f"{kept}: {why}", flush=True)
            seed += 1
        minutes = (time.monotonic() - began) / 60
        figures = f"{seed - given.seed} programs, {minutes:.1f} minutes, {findings} findings"
        print(figures, flush=True)


def _batch(first: int, folder: Path) -> tuple[int, str]:
    """Return how many programs from *first* on did no harm, and what the next one did, if any."""
    command = [sys.executable, "-m", "fuzz.loop", "--child", "--seed", str(first),
               "--folder", str(folder)]  # fmt: skip
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    done = 0
    (folder / "current.py").unlink(missing_ok=True)
    with started:
        assert started.stdout is not None
        while line := _line(started):
            _, _, violations = json.loads(line)
            if violations:
                started.kill()
                return done, "; ".join(violations)
            done += 1
        assert started.stderr is not None
        if line is None:
            started.kill()
            return done, "no end"
        error = started.stderr.read()[-2000:]
    if not (folder / "current.py").exists():
        raise SystemExit(f"the child does not start: {error}")
    if done == BATCH and started.returncode == 0:
        return done, ""
    return done, f"died with {started.returncode}: {error!r}"


def _line(started: subprocess.Popen[str]) -> str | None:
    """Return the next line of a child; empty when it has ended, None if it takes too long."""
    assert started.stdout is not None
    # One line is written at a time, and read before the next: nothing is left in the buffer.
    ready, _, _ = select.select([started.stdout], [], [], PATIENCE)
    return started.stdout.readline() if ready else None


if __name__ == "__main__":
    main()
