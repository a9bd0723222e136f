"""Which rows execute which lines: so a removal is shown only to those that it concerns."""

from __future__ import annotations

import hashlib
import pickle
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import CodeType

from .areas import Area
from .children import in_child
from .mutants import Living
from .rows import Row

#: A file and a line of it.
Line = tuple[str, int]
_TOOL = 4
#: Seconds of a row that comes after the others.
SLOW = 0.02
FOLDER = Path(__file__).parents[2] / "build" / "sabotage"


@dataclass
class Seen:
    """What a row did when nothing was removed.

    Parameters:
        wrong: what it said; such a row is no use.
        seconds: of the processor.
        lines: that it executed, of those that are looked at.
    """

    wrong: str
    seconds: float
    lines: set[Line]


def record(rows: list[Row], there: Living, sources: Iterable[str], area: Area) -> list[Seen]:
    """Return what each of *rows* does; what has been seen is kept on disk.

    A row is run again when one of the *sources* that it executes has changed.
    Where the *area* is not pure it happens in a child: what rows leave behind (compiled programs,
    say) would keep others from noticing what they would notice alone.
    """
    texts = {source: digest([source]) for source in sources}
    path = FOLDER / f"seen-{area.modules[0]}-{sys.version_info.minor}.pickle"
    known = _known(path, texts)
    new = [row for row in rows if (row.name, row.version) not in known]

    def look() -> str:
        names = ((row.name, row.version) for row in new)
        known.update(zip(names, _record(new, there, area.forget), strict=True))
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps((texts, known)))
        return ""

    if new:
        trouble = look() if area.pure else in_child(look)
        assert not trouble, trouble
        known = _known(path, texts)
    return [known[row.name, row.version] for row in rows]


def _known(path: Path, texts: dict[str, str]) -> dict[tuple[str, str], Seen]:
    """Return what has been seen by name and version that holds for sources like *texts*."""
    if not path.exists():
        return {}
    before, known = pickle.loads(path.read_bytes())
    if before.keys() != texts.keys():
        return {}  # nobody has looked at lines of the others
    changed = {source for source in texts if texts[source] != before.get(source)}
    return {
        name: seen
        for name, seen in known.items()
        if changed.isdisjoint(file for file, _ in seen.lines)
    }


def digest(paths: Iterable[str]) -> str:
    """Return what stands for the contents of the files *paths*, under this Python."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(paths):
        found.update(Path(path).read_bytes())
    return found.hexdigest()[:20]


def _record(rows: list[Row], there: Living, forget: Callable[[], None]) -> list[Seen]:
    events = sys.monitoring.events  # type: ignore[attr-defined]
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    lines: set[Line] = set()

    def line(code: CodeType, number: int) -> object:
        lines.add((code.co_filename, number))
        return monitoring.DISABLE

    monitoring.use_tool_id(_TOOL, "sabotage")
    monitoring.register_callback(_TOOL, events.LINE, line)
    for functions in there.values():
        for function in functions:
            _watch(function.__code__)
    found = []
    for row in rows:
        lines.clear()
        forget()
        monitoring.restart_events()
        began = time.process_time()
        wrong = row.run()
        found.append(Seen(wrong, time.process_time() - began, set(lines)))
    monitoring.free_tool_id(_TOOL)
    return found


def _watch(code: CodeType) -> None:
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    monitoring.set_local_events(_TOOL, code, monitoring.events.LINE)
    for each in code.co_consts:
        if isinstance(each, CodeType):
            _watch(each)


class Index:
    """Finds the rows that a removal concerns: of each table in turn the most specific one."""

    def __init__(self, rows: list[Row], seen: list[Seen]) -> None:
        places = range(len(rows))
        ordered = sorted(places, key=lambda at: (len(seen[at].lines), seen[at].seconds))
        self._found = [(rows[at], seen[at].seconds) for at in ordered]
        self._by_line: dict[Line, set[int]] = {}
        for rank, at in enumerate(ordered):
            for line in () if seen[at].wrong else seen[at].lines:
                self._by_line.setdefault(line, set()).add(rank)

    def named(self, part: str) -> list[tuple[Row, float]]:
        """Return the rows with *part* in their names."""
        return [each for each in self._found if part in each[0].name]

    def concerned(self, path: str, lines: range) -> list[tuple[Row, float]]:
        """Return the rows that execute one of *lines*, with the seconds that each takes."""
        ranks = {rank for line in lines for rank in self._by_line.get((path, line), ())}
        tables: dict[str, list[tuple[Row, float]]] = {}
        for rank in sorted(ranks):
            row, seconds = self._found[rank]
            tables.setdefault(row.name.partition("[")[0], []).append((row, seconds))
        # In turns, the small ones first: whoever knows a line best may have many rows.
        turns = zip_longest(*sorted(tables.values(), key=len))
        found = [each for turn in turns for each in turn if each is not None]
        return sorted(found, key=lambda each: each[1] > SLOW)
