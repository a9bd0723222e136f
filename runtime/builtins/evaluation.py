"""`eval`, `exec` and `compile`: source text goes through the pipeline the program went through.

CPython's own are never called with anything of a guest's but a code object that came from there,
and dictionaries that are ours: names are looked up in exact dictionaries with exact strings for
keys, so that reading a name runs no code.
"""

from __future__ import annotations
import __future__

import builtins
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, Final
from weakref import WeakKeyDictionary

from cloche.transpiler.vocabulary import TEMPORARY_PREFIX, is_temporary

from ..guards.answering import unasked
from ..guards.rendering import render_repr
from ..lasting import count_text
from ..local_names import locals_in
from ..run import Run, charge, current
from ..spaces import Space, release, shown, space_of, taken, update
from ..standins import opaque, trust
from .names import Globals, caller, is_function, locals_of
from .shims import named

#: Steps that compiling takes: at least, and for each character.
LEAST, EACH = 2_000, 100
#: Texts kept per run, so that one that is evaluated in a loop is compiled once.
KEPT: Final = 64
#: Calls of `exec` and `eval` inside one another.
DEPTH: Final = 50
_MODES: Final = ("exec", "eval", "single")
_NOTHING: Final = object()
_LAZY: Final = __future__.annotations.compiler_flag
#: Builtins of CPython that guests may only have by binding the name themselves.
_FOREIGN: Final = frozenset(vars(builtins))


class Code:
    """A compiled text: nothing but what `eval` and `exec` take."""

    __slots__ = ("__weakref__",)

    def __repr__(self) -> str:
        return "<code object>"


trust(Code)
opaque(Code)
#: What is behind it, where no attribute leads.
_COMPILED: Final[WeakKeyDictionary[Code, Any]] = WeakKeyDictionary()


# --- Compiling -------------------------------------------------------------------------------


def _text(function: str, source: Any) -> str | bytes:
    if isinstance(source, str):
        return str.__str__(source)
    if isinstance(source, (bytes, bytearray)):
        return memoryview(source).tobytes()  # (no `__bytes__` of the guest's is asked)
    code = "" if function == "compile" else ", bytes"
    kinds = "a string, bytes or AST object" if not code else "a string, bytes or code object"
    raise TypeError(f"{function}() arg 1 must be {kinds}")


def _compiled(run: Run, source: str | bytes, filename: str, mode: str, names: Any = ()) -> Any:
    """Return the snippet of *source*, paid for.

    Raises:
        SyntaxError: CPython or the subset refuses it.
    """
    if run.compiler is None:
        raise TypeError("source text cannot be compiled here")
    known = frozenset(name for name in names if name in _FOREIGN)
    lazy = _has_lazy_annotations(run)
    key = (source, filename, mode, known, lazy)
    kept: Any = run.state.setdefault("snippets", {})
    found = kept.get(key)
    charge(LEAST // 40 if found else LEAST + EACH * len(source))
    if found is None:
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        count_text(text)
        found = run.compiler(source, filename, mode, known, lazy)
        if "async" in text or "await" in text:
            run.expect_coroutines()
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = found
    run.sources.setdefault(filename, "")
    return found


def _has_lazy_annotations(run: Run) -> bool:
    """Tell whether the guest's code that calls imports `annotations` from `__future__`."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not run.holds(frame.f_globals):
        frame = frame.f_back
    return frame is not None and bool(frame.f_code.co_flags & _LAZY)


@named(compile)
def compile_(
    source: Any = _NOTHING, filename: Any = _NOTHING, mode: Any = _NOTHING, flags: Any = 0,
    dont_inherit: Any = False, optimize: Any = -1, *, _feature_version: Any = -1,
) -> Code:  # fmt: skip
    if mode is _NOTHING:
        given = {"source": source, "filename": filename}
        real: Any = compile
        real(**{name: "" for name, each in given.items() if each is not _NOTHING})  # raises
    text = _text("compile", source)
    if not isinstance(filename, str) or not isinstance(mode, str):
        if isinstance(filename, str):
            raise TypeError(f"compile() argument 'mode' must be str, not {type(mode).__name__}")
        kind = type(filename).__name__
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind}")
    mode = str.__str__(mode)
    if mode not in _MODES:
        raise ValueError("compile() mode must be 'exec', 'eval' or 'single'")
    if flags != 0:
        raise ValueError("compile(): unrecognised flags")
    if optimize not in (-1, 0):
        raise ValueError("compile(): invalid optimize value")
    run = current()
    name = str.__str__(filename)
    # A name of a file of ours or the host's would make tracebacks show its lines.
    inner = name if len(name) < 100 and name[:1] + name[-1:] == "<>" else "<string>"
    if run.sources.get(inner):
        inner = "<string>"
    code = Code()
    # What the names are bound to is not known yet: any builtin may be the guest's own.
    _COMPILED[code] = _compiled(run, text, inner, mode, _FOREIGN)
    return code


# --- Running ---------------------------------------------------------------------------------


@contextmanager
def _deeper(run: Run) -> Iterator[None]:
    depth: Any = run.state.get("evaluations", 0)
    if depth >= DEPTH:
        raise RecursionError("maximum recursion depth exceeded")
    run.state["evaluations"] = depth + 1
    try:
        yield
    finally:
        run.state["evaluations"] = depth


def _run(function: str, source: Any, names: Any, local: Any) -> Any:
    run = current()
    mode = "eval" if function == "eval" else "exec"
    code = _COMPILED.get(source) if type(source) is Code else None
    text = None if code is not None else _text(function, source)
    frame = caller() if names is None else None
    with _deeper(run), _names(run, function, frame, names, local) as (space, inner):
        try:
            if code is None:
                assert text is not None
                code = _compiled(run, text, "<string>", mode, {*space, *inner})
            charge(10 + len(code.source) // 16)
            _annotating(space, inner)
            value = eval(_apart(run, code.code), space, inner)
        finally:
            del space, inner  # see `release`
        if code.shown and value is not None:
            run.output.write(f"{str.__str__(render_repr(value))}\n")
    return value if not code.shown else None


def _annotating(*spaces: dict[str, Any]) -> None:
    """Account for names in *spaces* that may be annotated: `x: int` is a store of C's."""
    for each in spaces:
        unasked(each.get("__annotations__"))


def _apart(run: Run, code: CodeType) -> CodeType:
    """Return *code* so that its temporaries are none of a text that is being run around it.

    A statement (`x[0] *= f()`) may call what runs another text, in the very same dictionary.
    """
    depth: Any = run.state["evaluations"]
    if depth == 1 or not any(map(is_temporary, code.co_names)):
        return code
    names = (
        f"{TEMPORARY_PREFIX}9{depth:02}{name[3:]}" if is_temporary(name) else name
        for name in code.co_names
    )
    return code.replace(co_names=tuple(names))


@contextmanager
def _names(
    run: Run, function: str, frame: FrameType | None, names: Any, local: Any
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give the dictionaries that the code has for globals and locals, and take back what it made.

    Raises:
        TypeError: *names* or *local* is no dictionary, or none that can be taken at its word.
    """
    space: Space | None = None
    if frame is not None:
        real = frame.f_globals
        if real is not run.globals:
            space = run.spaces[id(real)]
    elif type(names) is Globals:
        real = run.globals
    elif type(names) is dict:
        space = space_of(run, names)
        real = space.real
    else:
        raise _wrong(function, "globals", names)
    try:
        if local is None and frame is not None and locals_in(frame) is not real:
            with _frame_names(frame) as inner:
                yield real, inner
        elif local is None or local is names or (type(local) is Globals and real is run.globals):
            yield real, real
        else:
            with _given_names(function, local) as inner:
                yield real, inner
    finally:
        if space is not None:
            space.leave()
            if frame is None:
                del real
                release(run, space)


def _wrong(function: str, what: str, given: Any) -> TypeError:
    """Return CPython's error; or our own for what answers for itself when a name is looked up."""
    kind = type(given).__name__
    if isinstance(given, dict) or (what == "locals" and hasattr(type(given), "__getitem__")):
        return TypeError(f"{function}() {what} must be exactly a dict here, not {kind}")
    if what == "globals":
        end = "" if function == "eval" else f", not {kind}"
        return TypeError(f"{'' if function == 'eval' else 'exec() '}globals must be a dict{end}")
    end = "" if function == "eval" else f" or None, not {kind}"
    return TypeError(f"locals must be a mapping{end}")


@contextmanager
def _given_names(function: str, local: Any) -> Iterator[dict[str, Any]]:
    if type(local) is Globals:
        local = local.copy()
    if type(local) is not dict:
        raise _wrong(function, "locals", local)
    inner = taken(local)
    before = dict(inner)
    try:
        yield inner
    finally:
        update(local, before, shown(inner))


@contextmanager
def _frame_names(frame: FrameType) -> Iterator[dict[str, Any]]:
    """Local names of a function, of which the code has a copy, or of a class.

    Before Python 3.13 the copy of a function is kept with its frame (PEP 667).
    """
    inner: dict[str, Any] = locals_of(frame)
    before = taken(inner)
    try:
        yield inner
    finally:
        if sys.version_info < (3, 13) or not is_function(frame.f_code):
            update(locals_in(frame), before, taken(inner))


_PARAMETERS: Final = ("globals", "locals") if sys.version_info >= (3, 13) else ()


def _arguments(
    real: Any, args: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any, Any]:  # fmt: skip
    """Return source, globals and locals; what is no way to call CPython's own is its error."""
    allowed = _PARAMETERS[max(len(args) - 1, 0) :]
    if not 1 <= len(args) <= 3 or not all(name in allowed for name in named):
        real(*[""] * len(args), **dict.fromkeys(named))
        raise TypeError("wrong arguments")
    given = {**dict(zip(("source", "globals", "locals"), args, strict=False)), **named}
    return given["source"], given.get("globals"), given.get("locals")


@named(eval)
def eval_(*args: Any, **named: Any) -> Any:
    return _run("eval", *_arguments(eval, args, named))


@named(exec)
def exec_(*args: Any, closure: Any = None, **named: Any) -> None:
    if closure is not None:
        raise TypeError("closure can only be used when source is a code object")
    _run("exec", *_arguments(exec, args, named))


#: Name in the guest's builtins -> its shim.
EVALUATION: Final[dict[str, Any]] = {"compile": compile_, "eval": eval_, "exec": exec_}
