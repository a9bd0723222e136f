"""Spans and metrics for OpenTelemetry; needs the extra `otel`.

box = Sandbox(tools=tools, **telemetry.hooks())

Spans: `cloche.compile`, `cloche.run` and, inside of it, `cloche.tool NAME`; a tool's own spans are
children of that. Metrics: `cloche.runs` and `cloche.tool_calls` (counted by outcome),
`cloche.run.duration` and `cloche.compile.duration` (seconds), `cloche.run.steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict

from opentelemetry import context, metrics, trace
from opentelemetry.trace import Span, Status, StatusCode

from .observing import (
    CompileEnded,
    CompileStarted,
    OnCompile,
    OnRun,
    OnTool,
    RunEnded,
    RunStarted,
    ToolEnded,
    ToolStarted,
    digest,
)
from .rendered import rendered

NAME: Final = "cloche"
#: Characters of the arguments of a tool.
MOST_SHOWN: Final = 10_000
Attributes = Mapping[str, str | bool | int | float]


class Hooks(TypedDict):
    """The arguments of `Sandbox` that `hooks` gives."""

    on_compile: OnCompile
    on_run: OnRun
    on_tool: OnTool


def hooks(
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
    *,
    record_text: bool = False,
) -> Hooks:
    """Return the hooks that tell OpenTelemetry of compilations, runs and tool calls.

    Parameters:
        tracer_provider, meter_provider: None for the global ones.
        record_text: whether spans hold what the guest wrote: the source, the message of its
            error, the arguments of tools. Without it they hold digests, names and numbers.
    """
    told = _Telling(
        trace.get_tracer(NAME, tracer_provider=tracer_provider),
        metrics.get_meter(NAME, meter_provider=meter_provider),
        record_text,
    )
    return {"on_compile": told.compiling, "on_run": told.running, "on_tool": told.calling}


class _Telling:
    def __init__(self, tracer: trace.Tracer, meter: metrics.Meter, record_text: bool) -> None:
        self._tracer = tracer
        self._text = record_text
        self._runs = meter.create_counter("cloche.runs", description="runs of guest programs")
        self._calls = meter.create_counter("cloche.tool_calls", description="calls of tools")
        self._duration = meter.create_histogram("cloche.run.duration", unit="s")
        self._compile = meter.create_histogram("cloche.compile.duration", unit="s")
        self._steps = meter.create_histogram("cloche.run.steps", unit="{step}")

    def _begin(self, name: str, attributes: Attributes) -> Callable[..., Span]:
        """Open a span, the current one until what this returns is called."""
        span = self._tracer.start_span(name, attributes=attributes)
        token = context.attach(trace.set_span_in_context(span))

        def end(error: str | None = None, text: str = "", **more: Any) -> Span:
            context.detach(token)
            span.set_attributes({f"cloche.{key}": value for key, value in more.items()})
            if error is not None:
                span.set_attribute("error.type", error)
                span.set_status(Status(StatusCode.ERROR, text if self._text else None))
            span.end()
            return span

        return end

    def compiling(self, event: CompileStarted) -> Callable[[CompileEnded], None]:
        attributes = {"cloche.source.sha256": digest(event.source)}
        if self._text:
            source = event.source
            text = source if isinstance(source, str) else source.decode("utf-8", "replace")
            attributes["cloche.source"] = text
        end = self._begin("cloche.compile", attributes)

        def ended(outcome: CompileEnded) -> None:
            codes = sorted({each.code for each in outcome.diagnostics})
            self._compile.record(outcome.seconds)
            if codes:
                end("Rejected", str(outcome.diagnostics[0]), codes=codes)
            else:
                end()

        return ended

    def running(self, event: RunStarted) -> Callable[[RunEnded], None]:
        attributes: dict[str, str | bool | int | float] = {
            "cloche.run.id": event.id,
            "cloche.run.kind": event.kind,
            "cloche.source.sha256": digest(event.source),
            "cloche.guarded.sha256": digest(event.guarded),
        }
        if event.name:
            attributes["cloche.function"] = event.name
        if self._text:
            attributes["cloche.source"] = event.source
        end = self._begin("cloche.run", attributes)

        def ended(outcome: RunEnded) -> None:
            name = _type_of(outcome.error)
            labels = {"cloche.run.kind": event.kind, "cloche.outcome": name or "ok"}
            self._runs.add(1, labels)
            self._duration.record(outcome.seconds, labels)
            more: dict[str, Any] = {"tool_calls": len(outcome.tool_calls)}
            if outcome.steps is not None:
                self._steps.record(outcome.steps, labels)
                more["steps"] = outcome.steps
            end(name, str(outcome.error), **more)

        return ended

    def calling(self, event: ToolStarted) -> Callable[[ToolEnded], None]:
        attributes = {"cloche.run.id": event.run, "cloche.tool": event.name}
        if self._text:
            given = (event.args, dict(event.kwargs))
            attributes["cloche.arguments"] = rendered(given, MOST_SHOWN)
        end = self._begin(f"cloche.tool {event.name}", attributes)

        def ended(outcome: ToolEnded) -> None:
            name = _type_of(outcome.error)
            self._calls.add(1, {"cloche.tool": event.name, "cloche.outcome": name or "ok"})
            end(name, str(outcome.error))

        return ended


def _type_of(error: BaseException | None) -> str | None:
    return None if error is None else type(error).__name__
