"""The prompt on a terminal: history, editing over lines, colours, completion."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import Completer, WordCompleter
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.python import PythonLexer


def reader(words: Callable[[], list[str]]) -> Callable[[str], str]:
    """Return what reads a line from the terminal after a prompt.

    Parameters:
        words: called for the words that completion (Tab) may offer.
    """
    from .repl import MORE, goes_on

    def unfinished() -> bool:
        text = get_app().current_buffer.text
        return bool(text.strip()) and not text.startswith(":") and goes_on(text)

    session: PromptSession[str] = PromptSession(
        history=history(),
        lexer=PygmentsLexer(PythonLexer),
        completer=completer(words),
        complete_while_typing=False,
        enable_history_search=True,
        # Enter ends what is complete, and goes on to the next line of what is not.
        multiline=Condition(unfinished),
        prompt_continuation=MORE,
    )

    def read(prompt: str) -> str:
        return session.prompt(prompt)

    return read


def completer(words: Callable[[], list[str]]) -> Completer:
    """Return what completes names and, at the beginning of a line, commands."""
    from .repl import COMMANDS

    return WordCompleter(lambda: [*words(), *COMMANDS], pattern=re.compile(r"[:\w]+"))


def history() -> History:
    """Return the history file of this user, or none that lasts where it cannot be written."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    path = Path(home) / "cloche" / "history"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
