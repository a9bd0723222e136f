"""The layout of the checkout and its packaging agree."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGING = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "setuptools"
]
FOLDERS = {"host": "cloche", "transpiler": "cloche.transpiler", "runtime": "cloche.runtime"}


def test_every_package_of_the_checkout_is_installed():
    """A package that `pyproject.toml` forgets is missing from a plain install only."""
    present = set()
    for folder, package in FOLDERS.items():
        for init in (ROOT / folder).rglob("__init__.py"):
            inner = init.parent.relative_to(ROOT / folder).parts
            present.add(".".join((package, *inner)))
    assert present == set(PACKAGING["packages"])


def test_every_folder_is_mapped():
    assert PACKAGING["package-dir"] == {package: folder for folder, package in FOLDERS.items()}


def test_no_folder_shadows_the_installed_package():
    assert not (ROOT / "cloche").exists()


def imported_from_the_face(path: Path) -> list[int]:
    """Return the lines of the file *path* that import `cloche` itself, the host's face."""
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if not node.level else []
        if "cloche" in names:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("folder", ["transpiler", "runtime"])
def test_lower_layers_do_not_import_the_face(folder):
    """import-linter cannot forbid a package to its own subpackages; this does."""
    found = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := imported_from_the_face(path))
    }
    assert found == {}


#: What belongs to the whole process, or to a thread of the host's. Guests and tenants in other
#: threads are under way meanwhile, and the host may see none of them there.
LEFT_ALONE = frozenset(
    """
    warnings.catch_warnings warnings.simplefilter warnings.filterwarnings warnings.showwarning
    warnings.resetwarnings locale.setlocale time.tzset os.putenv os.unsetenv os.chdir os.umask
    os.fchdir os.setpriority os.nice sys.setswitchinterval sys.setprofile sys.settrace
    sys.excepthook sys.displayhook sys.set_coroutine_origin_tracking_depth threading.setprofile
    threading.settrace threading.excepthook gc.disable gc.enable gc.set_threshold gc.set_debug
    gc.unfreeze decimal.setcontext decimal.DefaultContext random.seed signal.setitimer signal.alarm
    signal.set_wakeup_fd signal.sigaction socket.setdefaulttimeout asyncio.set_event_loop
    asyncio.set_event_loop_policy tempfile.tempdir mimetypes.init codecs.register
    codecs.register_error
    """.split()
)
#: More of it -> the files that may name it.
OF_THE_PROCESS = {
    # One filter of ours stays, and matches what is ours; so does the report of coroutines.
    "warnings.filters": {"transpiler/filters.py"},
    "warnings._warn_unawaited_coroutine": {"runtime/finalizing.py"},
    # Real numbers round by it: for one call, in this context.
    "decimal.localcontext": {"runtime/modules/decimal_value.py", "runtime/modules/statistics.py"},
    # Down and up again in one call of C; a worker's own.
    "sys.setrecursionlimit": {"runtime/room.py", "host/workers/main.py"},
    "sys.set_int_max_str_digits": {"host/workers/main.py"},  # a worker's own
    # Those of the host are told of its own; none is told of what is made as this is imported.
    "sys.set_asyncgen_hooks": {"runtime/finalizing.py", "runtime/links.py"},
    "sys.unraisablehook": {"runtime/responsible.py"},  # is read
    "gc.callbacks": {"runtime/collecting.py", "runtime/responsible.py"},
    "gc.freeze": {"host/workers/main.py"},
    # A thread can be given a larger stack in no other way.
    "threading.stack_size": {"host/pausing/engines.py"},
    # Those of the command line, of a worker; those that a run keeps and gives back.
    "signal.signal": {
        "host/cli/interrupts.py", "host/workers/hardening.py", "host/workers/main.py",
        "runtime/signals.py",
    },
    "resource.setrlimit": {"host/workers/hardening.py"},
    # The command line reads it.
    "os.environ": {"host/cli/audit.py", "host/cli/palette.py", "host/cli/prompting.py"},
    "sys.addaudithook": {"runtime/tripwire.py"},
}  # fmt: skip


def names_of_modules(path: Path) -> set[str]:
    """Return what the file *path* uses of other modules, as `module.name`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    found: set[str] = set()
    shims = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Name) and node.func.id == "shim"
             for inner in node.args}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update((alias.asname or alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    for node in ast.walk(tree):
        # `shim(real.x)` says what a stand-in is like.
        if isinstance(node, ast.Attribute) and id(node) not in shims:
            home = node.value.id if isinstance(node.value, ast.Name) else ""
            if home in modules:
                found.add(f"{modules[home]}.{node.attr}".removeprefix("_"))
    return found


@pytest.mark.parametrize("folder", [*FOLDERS])
def test_what_is_the_whole_process_is_left_alone(folder: str) -> None:
    used = {
        (name, str(path.relative_to(ROOT)))
        for path in (ROOT / folder).rglob("*.py")
        for name in names_of_modules(path)
        if name in LEFT_ALONE or name in OF_THE_PROCESS
    }
    allowed = {
        (name, file)
        for name, files in OF_THE_PROCESS.items()
        for file in files
        if file.startswith(f"{folder}/")
    }
    assert used == allowed
