"""Each example is a real use; what it prints is what it printed when it was last looked at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cloche.cli import main
from sampling import halved

ROOT = Path(__file__).parents[1]
EXPECTED = Path(__file__).parent / "expected"
HOSTS = (
    "agent_step", "pricing_rule", "session", "streaming", "refused", "approval", "fork",
)  # fmt: skip
GUESTS = sorted((ROOT / "examples").glob("*.py"))
ORDERS = ("--input", "orders=@examples/data/orders.json")
WEB = [
    part
    for name in ("search", "fetch", "keep", "summarise")
    for part in ("--tool", f"{name}=examples.hosts.web:{name}")
]
#: Per guest: arguments of `cloche run`, and the exit status of run, lint and rewrite.
USES = {
    "agent_step": ([*WEB, "--input", 'question="sandbox"', "--input", "enough=3"], 0),
    "orders_report": (list(ORDERS), 0),
    "pricing_rule": ([], 0),
    "refused": ([], 2),
}


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


@halved
@pytest.mark.parametrize("name", HOSTS)
def test_host_prints(name: str) -> None:
    done = python(f"examples/hosts/{name}.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")


def test_orders_report_prints() -> None:
    done = python("-m", "cloche", "run", "examples/orders_report.py", *ORDERS)
    assert done.stdout == (EXPECTED / "orders_report.txt").read_text(encoding="utf-8")


def test_audit_shows_every_changed_line() -> None:
    done = python("examples/hosts/audit.py")
    assert done.returncode == 0, done.stderr
    assert "->     __tick__(__ticks__); rate = discount(quantity)" in done.stdout
    assert "  1 __times__" in done.stdout


@pytest.mark.parametrize("guest", GUESTS, ids=lambda path: path.stem)
def test_command_line_takes_every_example(guest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, status = USES[guest.stem]
    path = str(guest.relative_to(ROOT))
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(ROOT)
    assert main(["run", path, *arguments]) == status
    assert main(["rewrite", path]) == status
    assert main(["lint", path]) == status
