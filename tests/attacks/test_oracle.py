"""The oracle fires: with one guard sabotaged, at least one payload is caught."""

from __future__ import annotations

import builtins
import types
from contextvars import copy_context
from typing import Any

import pytest

from attacks import (
    bindings,
    class_walks,
    classes,
    exceptions,
    exposed,
    formats,
    frames,
    imports,
    libraries,
    limits,
    tenants,
    tools,
)  # fmt: skip
from attacks.arena import attack, prepare
from cloche import execution, program
from cloche.runtime import namespace
from cloche.runtime import run as run_module
from cloche.runtime.boundary import calls
from cloche.runtime.boundary import exposed as boundary_exposed
from cloche.runtime.builtins import reflection
from cloche.runtime.guards import attributes, class_members
from cloche.runtime.guards import classes as class_guards
from cloche.runtime.modules import loading
from cloche.runtime.run import Run
from cloche.transpiler import vocabulary as words

PAYLOADS = {
    payload.name: payload
    for family in (
        bindings, class_walks, classes, exceptions, exposed, formats, frames, imports, libraries,
        limits, tenants, tools,
    )
    for payload in family.PAYLOADS
    if not payload.open
}  # fmt: skip


class _NoGuards:
    """`__attr__` that loads natively."""

    def __getattr__(self, key: str) -> Any:
        name = f"__{key}" if key.endswith("__") else key
        return lambda x: builtins.getattr(x, name)


def _identity(x: Any, *rest: Any, **named: Any) -> Any:
    return x


def _static(name: str, value: Any) -> Any:
    """Replace what guests find under *name*."""

    def replace(patch: Any) -> None:
        patch.setitem(namespace.STATIC, name, value)
        patch.setattr(namespace, "template", namespace.template.__wrapped__)  # keeps nothing

    return replace


def _attr(name: str, value: Any) -> Any:
    """Replace the guard of one attribute."""
    return lambda patch: patch.setitem(attributes.ATTR.__dict__, name, value)


def _put(owner: Any, name: str, value: Any) -> Any:
    return lambda patch: patch.setattr(owner, name, value)


def _real_module(name: str, *wanted: str) -> Any:
    return __import__(name, fromlist=["x"]) if not wanted else (print,) * len(wanted)


def _read(x: Any, name: str) -> Any:
    return builtins.getattr(x, name)


def _reach_through(patch: pytest.MonkeyPatch) -> None:
    """Let tracebacks show what they have, as any object of an unlisted type would."""
    patch.setattr(reflection, "guarded", lambda: attributes.guarded() - {"tb_frame", "tb_next"})


def _late(patch: pytest.MonkeyPatch) -> None:
    """Let code run on after the end of its run."""

    def leave(run: Run, token: Any) -> None:
        run_module._CURRENT.reset(token)
        run_module._floors.remove(run.budget)  # nobody takes its chunk back during a collection
        run.budget.live = False  # forgotten by the monitor, which would stop it in the end

    patch.setattr(Run, "leave", leave)


#: What is broken, and the payloads that must notice.
SABOTAGE = {
    "attributes": (_static(words.ATTR, _NoGuards()), ["real-list-by-class", "gi-frame"]),
    "class": (_attr("class__", type), ["real-list-by-class", "real-type-by-type"]),
    "mro": (_attr("mro__", lambda x: x.__mro__), ["basis-by-mro", "real-list-by-class"]),
    "gi_frame": (_attr("gi_frame", lambda x: x.gi_frame), ["gi-frame"]),
    "format": (_attr("format", lambda x: x.format), ["format-by-type", "format-globals"]),
    "format_map": (_attr("format_map", lambda x: x.format_map), ["format-map-unbound"]),
    "getattr": (_static("getattr", builtins.getattr), ["init-globals-by-getattr"]),
    "reads": (_put(reflection, "read", _read), ["init-globals-by-getattr", "gi-by-getattr"]),
    "tracebacks": (_reach_through, ["exit-traceback"]),
    "writable": (_static(words.WRITABLE, _identity), ["write-shim"]),
    "setattr": (_static("setattr", builtins.setattr), ["code-replace-by-setattr", "tool-setattr"]),
    "vars": (_static("vars", builtins.vars), ["vars-of-things"]),
    "globals": (_static("vars", lambda *a: namespace.STATIC), ["vars-of-nothing"]),
    "list": (_static("list", list), ["stand-ins"]),
    "type": (_static("type", type), ["real-type-by-type"]),
    "classes": (_put(class_guards, "check_namespace", _identity), ["format-by-dynamic-match-args"]),
    "exit": (_put(class_members, "_returns_in_steps", _identity), ["limit-exit-native"]),
    "modules": (_static(words.LOAD_MODULE, _real_module), ["modules"]),
    "tool errors": (_put(calls, "for_guest", _identity), ["tool-error", "tool-error-builtin"]),
    "tool results": (_put(calls, "into_guest", _identity), ["tool-result"]),
    "tool arguments": (_put(calls, "out_of_guest", _identity), ["tool-argument-instance"]),
    "exposed names": (
        _put(boundary_exposed._Face, "load", lambda face, name: getattr(face._handle.object, name)),
        ["exposed-names"],
    ),
    "exposed stores": (
        _put(
            boundary_exposed._Face,
            "store",
            lambda face, name, value: setattr(face._handle.object, name, value),
        ),
        ["exposed-write", "exposed-write-guest-object"],
    ),
    "exposed text": (
        _put(
            boundary_exposed.Proxy,
            "__repr__",
            lambda self: repr(boundary_exposed.handle_of(self).object),
        ),
        ["exposed-text"],
    ),
    "results": (_put(program, "out_of_guest", _identity), ["result-instance", "result-number"]),
    "errors": (
        _put(execution, "outcome", lambda run, error: error),
        ["error-is-text", "error-subclass-of-host"],
    ),
    "end": (_late, ["late-generator"]),
}
MADE_FOR_IT = {"stand-ins": "probe(list)", "modules": "import math\nprobe(math)"}


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    prepare()


@pytest.mark.parametrize("name", SABOTAGE)
def test_sabotage_is_noticed(name, monkeypatch):
    sabotage, noticing = SABOTAGE[name]
    sources = [MADE_FOR_IT.get(each) or PAYLOADS[each].source for each in noticing]
    with monkeypatch.context() as patch:
        sabotage(patch)
        # In a context of its own: whatever is current there stays there.
        noticed = [copy_context().run(attack, source, False).violations for source in sources]
    _repair()
    assert any(noticed), "nobody noticed"


def _repair() -> None:
    """Take back what a payload could do to shared objects while nobody watched."""
    import math

    from cloche.runtime import collecting, signals

    for level in [*signals.levels]:  # of runs that did not end
        signals.release(level)
    collecting.floors.clear()

    for module in (math, *loading._shared.values()):
        module.__dict__.pop("poison", None)
    for shim in namespace.STATIC.values():
        if isinstance(shim, types.FunctionType):
            shim.__dict__.pop("poison", None)
