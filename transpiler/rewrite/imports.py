"""Imports become guard calls; CPython's own bytecode falls back to `sys.modules`."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry, dotted, imported_names
from .guard import Guard, Plan, plans
from .render import render_part
from .splice import Part, line_breaks, replace


@plans(cst.Import)
def module_import(entry: Entry, plan: Plan) -> None:
    plan.add("import", entry, _import)


def _import(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Import
    parts: list[Part] = []
    breaks = _continued(node.whitespace_after_import)
    for i, alias in enumerate(node.names):
        breaks += _continued(alias.name, alias.asname, alias.comma)
        name = words.normalise(alias.evaluated_name)
        if alias.asname is None:
            bound, load = name.split(".")[0], words.LOAD_MODULE
        else:
            bound, load = alias.evaluated_alias or "", words.LOAD_SUBMODULE
        parts.append(f"{'; ' if i else ''}{bound} = {load}({breaks}'{name}')")
        breaks = ""
    replace(guard.entry, *parts, *_semicolon(node))


@plans(cst.ImportFrom)
def names_import(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.ImportFrom
    module = dotted(node.module)
    if type(node.names) is cst.ImportStar:
        names = sorted(plan.policy.exports[module])
        plan.add("import", entry, lambda guard: _import_star(guard, module, names))
    elif module != "__future__":
        plan.add("import", entry, _import_names)


def _import_star(guard: Guard, module: str, names: list[str]) -> None:
    """`(a, b,) = __load_names__('m', 'a', 'b')`: what `*` binds is known."""
    node = guard.entry.node
    assert type(node) is cst.ImportFrom
    quoted = ", ".join(f"'{name}'" for name in (module, *names))
    around = (node.whitespace_before_import, node.whitespace_after_import)
    layout = _continued(node.whitespace_after_from, node.module, *around)
    targets = "".join(f"{name}, " for name in names).rstrip()
    replace(guard.entry, f"({layout}{targets}) = {words.LOAD_NAMES}({quoted})", *_semicolon(node))


def _import_names(guard: Guard) -> None:
    """`(x, y,) = __load_names__('m', 'x', 'y')`, on the lines the names stood on."""
    node = guard.entry.node
    assert type(node) is cst.ImportFrom
    assert not isinstance(node.names, cst.ImportStar)
    around = (node.whitespace_before_import, node.whitespace_after_import)
    head: list[Part] = ["(", _continued(node.whitespace_after_from, node.module, *around)]
    if node.lpar is not None:
        head.append(node.lpar.whitespace_after)
    for alias, (_, bound) in zip(node.names, imported_names(node), strict=True):
        head.append(bound)
        if alias.asname is not None:
            layout = (alias.asname.whitespace_before_as, alias.asname.whitespace_after_as)
            head += line_breaks(*layout)
        head.append(alias.comma if type(alias.comma) is cst.Comma else ",")
    head.append(node.rpar if node.rpar is not None else ")")
    quoted = [f"'{words.normalise(name)}'" for name, _ in imported_names(node)]
    module = f"'{dotted(node.module)}'"
    replace(
        guard.entry,
        *head,
        f" = {words.LOAD_NAMES}({', '.join([module, *quoted])})",
        *_semicolon(node),
    )


def _semicolon(node: cst.Import | cst.ImportFrom) -> tuple[Part, ...]:
    return (node.semicolon,) if type(node.semicolon) is cst.Semicolon else ()


def _continued(*nodes: cst.CSTNode | cst.MaybeSentinel | None) -> str:
    """Return as many continued lines as *nodes* span; outside parentheses they hold no comments."""
    whole = [node for node in nodes if isinstance(node, cst.CSTNode)]
    return "\\\n" * sum(render_part(node).count("\n") for node in whole)
