"""Spans and metrics: how they nest, what they hold, and that guest text is left out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import cloche
from cloche import telemetry


class Collected:
    """A sandbox's tools and hooks, and what they told."""

    def __init__(self, record_text: bool = False) -> None:
        self.exporter, self.reader = InMemorySpanExporter(), InMemoryMetricReader()
        traces = TracerProvider()
        traces.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.tracer = traces.get_tracer("test")
        meters = MeterProvider(metric_readers=[self.reader])
        self.hooks = telemetry.hooks(traces, meters, record_text=record_text)

    def tool(self, x: int) -> int:
        with self.tracer.start_as_current_span("of the tool"):
            return x + 1

    async def later(self, x: int) -> int:
        await asyncio.sleep(0)
        return self.tool(x)

    def box(self, **settings: Any) -> cloche.Sandbox:
        tools = {"tool": self.tool, "later": self.later}
        if settings.get("isolation") == "process":
            tools = {"tool": self.tool}
        return cloche.Sandbox(tools=tools, **self.hooks, **settings)

    def tree(self) -> list[tuple[str, str | None]]:
        """Return name of each span and of its parent, in the order they ended."""
        spans = self.exporter.get_finished_spans()
        names = {span.context.span_id: span.name for span in spans}
        return [
            (span.name, names.get(span.parent.span_id) if span.parent else None) for span in spans
        ]

    def span(self, name: str) -> Any:
        [span] = [each for each in self.exporter.get_finished_spans() if each.name == name]
        return span

    def metrics(self) -> dict[str, list[tuple[dict[str, Any], Any]]]:
        data = self.reader.get_metrics_data()
        assert data is not None
        return {
            metric.name: [
                (dict(point.attributes), getattr(point, "value", getattr(point, "count", None)))
                for point in metric.data.data_points
            ]
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_spans_nest(isolation: str) -> None:
    told = Collected()
    with told.box(isolation=isolation) as box:
        assert box.run("for i in range(2): x = tool(i)\nx") == 2
    assert told.tree() == [
        ("cloche.compile", None),
        ("of the tool", "cloche.tool tool"), ("cloche.tool tool", "cloche.run"),
        ("of the tool", "cloche.tool tool"), ("cloche.tool tool", "cloche.run"),
        ("cloche.run", None),
    ]  # fmt: skip
    run = told.span("cloche.run")
    assert run.attributes["cloche.steps"] == 2
    assert run.attributes["cloche.tool_calls"] == 2
    assert run.status.is_unset
    found = told.metrics()
    assert found["cloche.runs"] == [({"cloche.run.kind": "program", "cloche.outcome": "ok"}, 1)]
    assert found["cloche.tool_calls"] == [({"cloche.tool": "tool", "cloche.outcome": "ok"}, 2)]
    assert {"cloche.run.duration", "cloche.run.steps", "cloche.compile.duration"} <= found.keys()


def test_spans_nest_on_a_loop() -> None:
    told = Collected()
    program = told.box().compile("await later(1)")
    told.exporter.clear()

    async def main() -> None:
        await asyncio.gather(program.run_async(), program.run_async())

    asyncio.run(main())
    assert sorted(told.tree(), key=str) == sorted(
        2 * [
            ("of the tool", "cloche.tool later"), ("cloche.tool later", "cloche.run"),
            ("cloche.run", None),
        ],
        key=str,
    )  # fmt: skip


def test_what_goes_wrong() -> None:
    told = Collected()
    box = told.box()
    with pytest.raises(cloche.Rejected):
        box.run("import socket")
    assert told.span("cloche.compile").attributes["cloche.codes"] == ("CL201",)
    assert told.span("cloche.compile").attributes["error.type"] == "Rejected"
    told.exporter.clear()
    with pytest.raises(cloche.GuestError):
        box.run("tool('a')")
    assert told.span("cloche.tool tool").attributes["error.type"] == "TypeError"
    assert told.span("cloche.run").attributes["error.type"] == "GuestError"
    assert not told.span("cloche.run").status.is_ok


@pytest.mark.parametrize("record_text", [False, True])
def test_text_is_recorded_when_asked(record_text: bool) -> None:
    told = Collected(record_text)
    box = told.box()
    box.run("tool(12345)")
    with pytest.raises(cloche.GuestError):
        box.run("raise ValueError('98' '765')")
    with pytest.raises(cloche.Rejected):
        box.run("import socket_12345")
    everything = " ".join(span.to_json() for span in told.exporter.get_finished_spans())
    for word in ("12345", "98765", "socket_"):
        assert (word in everything) is record_text
