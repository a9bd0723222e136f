"""`cloche repl`: one session, step by step, as at Python's own prompt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, Final

import click

import cloche
from cloche.transpiler.cpython import quietly
from cloche.transpiler.pieces import FLAGS

from . import interrupts, statuses
from .boxes import box_options, order_of, prepare
from .guards import guarded_lines
from .render import error_text, laid_out
from .screen import ReaderGone, Screen
from .sources import Source
from .visible import visible

EPILOG = """\
\b
Commands, at the beginning of a line:
  :guarded CODE   show what would run; alone, what ran last
  :lint CODE      say what would be refused, and run nothing
  :limits         the limits of a step, and what the last one used
  :names          the names bound so far
  :help, :quit

A statement goes on over lines until it is complete; a block ends with an empty line. Ctrl-C
leaves the line or stops the step, Ctrl-D ends the session. Standard input that is no
terminal is read line by line, without prompts.
"""
PROMPT: Final = "cloche> "
MORE: Final = "   ...> "
COMMANDS: Final = (":guarded", ":lint", ":limits", ":names", ":help", ":quit")

#: Reads a line after a prompt; raises EOFError at the end, KeyboardInterrupt on Ctrl-C.
Reader = Callable[[str], str]


@click.command(epilog=EPILOG, short_help="Try programs out, step by step.")
@box_options
@click.pass_obj
def repl(screen: Screen, /, **options: Any) -> int:
    """Run a session: each statement is a step with the full limits, and names persist."""

    def listen(text: str) -> None:
        try:
            screen.guest(text)
        except ReaderGone as error:
            interrupts.abort_run(error)

    box, inputs = prepare(order_of(options), listen)
    with box:
        prompt = Prompt(screen, box, box.session(inputs))
        if sys.stdin.isatty() and screen.terminal:
            from .prompting import reader

            read = reader(prompt.words)
            screen.write(f"cloche {cloche.__version__}; :help for help, Ctrl-D to leave\n")
        else:
            read = _plain_reader
        for source in statements(read):
            if not prompt.take(source):
                break
    return statuses.OK


def _plain_reader(_: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def statements(read: Reader) -> Iterator[str]:
    """Yield one complete statement, block or command after another."""
    lines: list[str] = []
    while True:
        try:
            line = read(MORE if lines else PROMPT)
        except KeyboardInterrupt:
            lines = []
            continue
        except EOFError:
            if lines:
                yield "\n".join(lines)
            return
        lines.append(line)
        text = "\n".join(lines)
        if not text.strip():
            lines = []
        elif text.startswith(":") or not goes_on(text):
            yield text
            lines = []


def goes_on(text: str) -> bool:
    """Whether more lines belong to *text*: it is incomplete, or a block that no empty line ends."""
    try:
        tree: Any = quietly(compile, text, "<step>", "exec", FLAGS, dont_inherit=True)
    except SyntaxError as error:
        return "incomplete input" in (error.msg or "")
    except (ValueError, RecursionError, MemoryError):
        return False  # the step itself says what is wrong
    last = tree.body[-1] if tree.body else None
    block = hasattr(last, "body") or hasattr(last, "cases")
    _, newline, rest = text.partition("\n")
    return block and newline != "" and rest.rpartition("\n")[2].strip() != ""


class Prompt:
    """Does what is asked for at the prompt.

    Parameters:
        session: where statements run.
    """

    def __init__(self, screen: Screen, box: cloche.Sandbox, session: cloche.Session) -> None:
        self._screen = screen
        self._box = box
        self._session = session
        self._last = ""
        self._used: tuple[int | None, float | None] = (None, None)

    def words(self) -> list[str]:
        """Return what could be meant by a word: names, tools, builtins, modules."""
        policy = self._box.policy
        return sorted({*self._session.names, *policy.tools, *policy.builtins, *policy.modules})

    def take(self, text: str) -> bool:
        """Run a step or a command; return False when it is time to leave."""
        if not text.startswith(":"):
            self._run(text)
            return True
        name, _, rest = text.partition(" ")
        if name == ":quit":
            return False
        does = {
            ":guarded": self._guarded, ":lint": self._lint, ":limits": self._limits,
            ":names": self._names, ":help": self._help,
        }.get(name)  # fmt: skip
        if does is None:
            self._screen.error(f"no command {visible(name)}: one of {', '.join(COMMANDS)}\n")
        else:
            does(rest.strip())
        return True

    def _run(self, source: str) -> None:
        screen = self._screen
        self._last = source
        try:
            with interrupts.handled():
                result = self._session.execute(source)
        except cloche.ClocheError as error:
            self._used = error.steps, error.seconds
            screen.guest_error(error.stderr)
            screen.start_line()
            self._tell(error, source)
        except KeyboardInterrupt:
            screen.start_line()
            screen.error("interrupted\n")
        else:
            self._used = result.steps, result.seconds
            screen.guest_error(result.stderr)
            screen.start_line()
            if result.value is not None:
                text = laid_out(result.value)
                screen.write((visible(text) if screen.terminal else text) + "\n")

    # --- Commands --------------------------------------------------------------------------

    def _guarded(self, source: str) -> None:
        guarded = self._checked(source or self._last)
        if guarded is not None:
            lines = guarded_lines(guarded)
            palette = self._screen.palette
            self._screen.write("".join(f"{line.painted(palette)}\n" for line in lines))

    def _lint(self, source: str) -> None:
        if self._checked(source or self._last) is not None:
            self._screen.write(self._screen.palette.good("No problems.") + "\n")

    def _checked(self, source: str) -> str | None:
        """Return the guarded form of *source*; say what is wrong and return None if refused."""
        try:
            return self._box.transpile(source, "<step>", frozenset(self._session.names)).text
        except cloche.Rejected as error:
            self._tell(error, source)
            return None

    def _tell(self, error: cloche.ClocheError, source: str) -> None:
        name = Source("<step>", source.encode("utf-8", "surrogatepass"))
        self._screen.error(error_text(error, name, self._screen.error_palette))

    def _limits(self, _: str) -> None:
        for name, bound in asdict(self._box.limits).items():
            self._screen.write(f"{name:8} {'none' if bound is None else f'{bound:,}'}\n")
        steps, seconds = self._used
        if steps is not None and seconds is not None:
            self._screen.write(f"the last step took {steps:,} steps and {seconds:.3g} seconds\n")

    def _names(self, _: str) -> None:
        self._screen.guest("".join(f"{name}\n" for name in self._session.names))

    def _help(self, _: str) -> None:
        self._screen.write(EPILOG.replace("\b\n", ""))
