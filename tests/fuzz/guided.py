"""Coverage-guided fuzzing by atheris: `python -m fuzz.guided TARGET [libFuzzer's options]`.

Targets: `programs`, what the grammar makes of the fuzzer's bytes, judged as payloads are; `stages`,
texts for the gate and all that follows, none of which may crash, hang or disagree; `frames`, what a
worker might send its host.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["cloche"]):
    import cloche
    from cloche.runtime.boundary.limits import INWARD
    from cloche.workers import codec, messages

from attacks.arena import attack, prepare

from .grammar import program

BOX = cloche.Sandbox()


def programs(data: bytes) -> None:
    """Run the program that *data* chooses."""
    provider = atheris.FuzzedDataProvider(data)
    source = program(lambda below: provider.ConsumeIntInRange(0, below - 1))
    violations = attack(source, optimize=len(data) % 2 == 0).violations
    if violations:
        raise AssertionError(f"{violations}\n{source}")


def stages(data: bytes) -> None:
    """Compile *data*: a program, or diagnostics that do not say that the stages disagree."""
    try:
        BOX.compile(data)
    except cloche.Rejected as refused:
        if any(each.code == "CL999" for each in refused.diagnostics):
            raise


def frames(data: bytes) -> None:
    """Decode *data* and read it as each kind of message: values, or the one error there is."""
    try:
        content = codec.decode(data, INWARD)
    except codec.Malformed:
        return
    for read in (messages.as_tool, messages.as_values, messages.as_names, messages.as_ready):
        try:
            read(content)
        except codec.Malformed:
            continue


TARGETS: dict[str, Callable[[bytes], None]] = {
    "programs": programs, "stages": stages, "frames": frames,
}  # fmt: skip


def main() -> None:
    """Fuzz the target that is named first."""
    target = TARGETS[sys.argv.pop(1)]
    if target is programs:
        prepare()
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
