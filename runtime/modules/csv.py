"""`csv`, adopted over readers and writers that are paid for; each run has its own dialects."""

from __future__ import annotations

import _csv as real
import csv
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..guards.aliases import alias
from ..guards.draining import defines, iterable
from ..guards.rendering import render
from ..prices import reserve, spend
from ..reentry import drawable
from ..run import charge, current
from ..standins import plain, stand_in, trust
from ..universe.registry import entry
from .adopted import adopt, offer
from .io import MODULE as IO
from .kinds import declare
from .plain import exact_str
from .priced import length
from .re import MODULE as RE
from .stand_in import ticked

_FORMAT: Final = """
delimiter doublequote escapechar lineterminator quotechar quoting skipinitialspace strict
"""
_STATE: Final = "csv dialects"
_ABSENT: Final[Any] = object()
#: By any of these C knows a number.
_OF_NUMBERS: Final = ("__index__", "__int__", "__float__")
#: Less than this costs no more than the call.
_SHORT: Final = 1024
#: Bytes of a short field that is read.
_FIELD: Final = 80
#: C makes a row of so many bytes a character.
_ROW: Final = 4
#: One step pays for looking through so many characters.
_SEARCHED: Final = 1024


def _dialect(*args: Any, **named: Any) -> Any:
    if args and isinstance(args[0], str):
        args = (get_dialect(args[0]), *args[1:])
    elif isinstance(named.get("dialect"), str):
        named["dialect"] = get_dialect(named["dialect"])
    made = real.Dialect(*args, **named)
    end = made.lineterminator
    # (C keeps it as it is, and its class may say of it what it likes.)
    return made if type(end) is str else real.Dialect(made, lineterminator=exact_str(end))


declare("csv", entry(real.Dialect, _FORMAT))
Dialect: Final = stand_in(real.Dialect, _dialect, inherit=False)
plain(real.Error)


def _dialects() -> dict[str, Any]:
    state = current().state
    if _STATE not in state:
        state[_STATE] = {
            "excel": real.Dialect(csv.excel),
            "excel-tab": real.Dialect(csv.excel_tab),
            "unix": real.Dialect(csv.unix_dialect),
        }
    found: Any = state[_STATE]
    return found  # type: ignore[no-any-return]


def register_dialect(name: Any, dialect: Any = _ABSENT, /, **fmtparams: Any) -> None:
    """Make *dialect* known under *name*, in this run."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    charge(1)
    given = () if dialect is _ABSENT else (dialect,)
    _dialects()[exact_str(name)] = _dialect(*given, **fmtparams)


def unregister_dialect(name: Any, /) -> None:
    """Forget the dialect *name*."""
    if not isinstance(name, str) or _dialects().pop(exact_str(name), None) is None:
        raise real.Error("unknown dialect")


def get_dialect(name: Any, /) -> Any:
    """Return the dialect that is known under *name*."""
    found = _dialects().get(exact_str(name)) if isinstance(name, str) else None
    if found is None:
        raise real.Error("unknown dialect")
    return found


def list_dialects() -> list[str]:
    """Return the names of the dialects that are known."""
    return list(_dialects())


def field_size_limit(limit: Any = None, /) -> int:
    """Return the limit, which is the process's: it may be asked to be what it is, or more."""
    now = real.field_size_limit()
    if limit is None:
        return now
    if not isinstance(limit, int):
        raise TypeError("limit must be an integer")
    if int.__index__(limit) < now:
        raise ValueError(f"the limit of a field cannot be set below {now} here")
    return now


def _paid(row: Any) -> Any:
    charge(len(row) // 4)
    return row


class _Reader:
    """What `csv.reader` returns."""

    __slots__ = ("__asked__", "__rows__")
    __rows__: Any
    #: It is in the middle of a row.
    __asked__: bool

    @property
    def dialect(self) -> Any:
        return _rows_read(self).dialect

    @property
    def line_num(self) -> int:
        return int(_rows_read(self).line_num)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        charge(1)
        rows = _rows_read(self)
        if _ASKED.__get__(self):
            # C would begin another row where it keeps the fields of this one.
            raise RuntimeError("a reader cannot be asked for a row by what it reads from")
        _ASKED.__set__(self, True)
        try:
            return _paid(next(rows))
        finally:
            _ASKED.__set__(self, False)


_ASKED: Final[Any] = vars(_Reader)["__asked__"]


def _payer(dialect: Any) -> Callable[[Any], Any]:
    """Return what pays for a line that *dialect* cuts into fields."""

    def line(text: Any) -> Any:
        size = length(text)
        if size > _SHORT and isinstance(text, str):
            cuts = str.count(text, dialect.delimiter) + 1
            reserve(9 * cuts + _FIELD * min(cuts, size))
            spend(size // 8)
        return text

    return line


class _Writer:
    """What `csv.writer` returns."""

    __slots__ = ("__rows__",)
    __rows__: Any

    @property
    def dialect(self) -> Any:
        return _rows_written(self).dialect

    def writerow(self, row: Any, /) -> Any:
        if not iterable(type(row)):
            return _rows_written(self).writerow(row)
        rows = _rows_written(self)
        fields = [_field(field) for field in ticked(row)]
        _pay_row(fields, rows.dialect)
        return rows.writerow(fields)

    def writerows(self, rows: Any, /) -> None:
        for row in ticked(rows):
            self.writerow(row)


class _Shown:
    """The text of a value that is none: C asks for it once more."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text


class _ShownNumber(_Shown):
    """The text of a number: `QUOTE_NONNUMERIC` leaves it without quotes."""

    __slots__ = ()

    def __float__(self) -> float:
        raise TypeError("it is only asked whether there is such a method")


def _field(field: Any) -> Any:
    if field is None or isinstance(field, str):
        return field
    text = render(field)
    number = isinstance(field, complex) or any(defines(type(field), each) for each in _OF_NUMBERS)
    return (_ShownNumber if number else _Shown)(text)


def _text_of(field: Any) -> str:
    if field is None:
        return ""
    return field._text if isinstance(field, _Shown) else field


def _pay_row(fields: list[Any], dialect: Any) -> None:
    """Pay for the row that C makes of *fields*: four bytes a character, and then its text.

    Each character is looked for in what ends a line, too.
    """
    end: str = dialect.lineterminator
    texts = [_text_of(each) for each in fields]
    size = sum(map(str.__len__, texts)) + 3 * len(texts) + len(end)
    if size <= _SHORT:
        return
    width = _ROW + (1 if all(map(str.isascii, texts)) else _ROW)
    reserve(width * size)
    spend(size // 4 + size * len(end) // _SEARCHED)
    special = {dialect.delimiter, dialect.quotechar, dialect.escapechar, *"\r\n", *end[:_SHORT]}
    doubled = sum(
        str.count(text, each)
        for text in texts
        if str.__len__(text) > _SHORT
        for each in special
        if each
    )
    reserve(width * doubled)


_Reader.__name__ = _Reader.__qualname__ = "reader"
_Writer.__name__ = _Writer.__qualname__ = "writer"
_Reader.__module__ = _Writer.__module__ = "_csv"
_rows_read: Final[Callable[[Any], Any]] = vars(_Reader)["__rows__"].__get__
_rows_written: Final[Callable[[Any], Any]] = vars(_Writer)["__rows__"].__get__


def _resolved(dialect: tuple[Any, ...], named: dict[str, Any]) -> Any:
    if len(dialect) == 1 and "dialect" not in named:
        return _dialect(dialect[0], **named)
    return _dialect(*dialect, **named)


def reader(iterable: Any, /, *dialect: Any, **fmtparams: Any) -> Any:
    """Return an iterator over the rows that the lines of *iterable* hold."""
    form = _resolved(dialect, fmtparams)
    made = object.__new__(_Reader)
    made.__asked__ = False
    made.__rows__ = real.reader(map(_payer(form), ticked(drawable(iterable))), form)
    return made


def writer(fileobj: Any, /, *dialect: Any, **fmtparams: Any) -> Any:
    """Return what writes rows to *fileobj*."""
    form = _resolved(dialect, fmtparams)
    made = object.__new__(_Writer)
    made.__rows__ = real.writer(fileobj, form)
    return made


for _function in (reader, writer):
    _function.__module__ = "_csv"
    _function.__annotations__ = {}


_KINDS: Final[tuple[Any, ...]] = (_Reader, _Writer)
plain(*_KINDS, derivable=False)
trust(*_KINDS, careful=True)

_FUNCTIONS: Final = {
    each.__name__: each
    for each in (
        reader, writer, register_dialect, unregister_dialect, get_dialect, list_dialects,
        field_size_limit,
    )
}  # fmt: skip
_CONSTANTS: Final = {
    name: getattr(real, name) for name in dir(real) if name.startswith("QUOTE_")
}  # fmt: skip

_HERE = adopt(
    "csv",
    {
        "re": RE,
        "io": IO,
        "types": {"GenericAlias": alias},
        "_csv": {
            **_FUNCTIONS, **_CONSTANTS, "Dialect": Dialect, "Error": real.Error,
            "__version__": "1.0", "__doc__": "",
        },
    },
    writable="DictReader DictWriter Dialect Sniffer excel excel_tab unix_dialect",
)  # fmt: skip

MODULE = offer(
    "csv",
    "Dialect DictReader DictWriter Error Sniffer excel excel_tab unix_dialect",
    *_FUNCTIONS,
    *_CONSTANTS,
    here=_HERE,
)
