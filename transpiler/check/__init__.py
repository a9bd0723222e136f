"""The subset: one rule, one function, one code.

A rule is registered for the node types it looks at and yields findings. A node type that has
neither a rule nor a line in `PLAIN` is refused, so new syntax waits until someone has
thought about it. Lint and run use exactly these rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from ..diagnostics import LONG, Diagnostic
from ..policy import Policy
from ..walk import Listing
from . import (  # noqa: F401  (each registers its rules)
    attributes,
    classes,
    formatting,
    imports,
    names,
    parameters,
    patterns,
    registry,
    targets,
)
from .registry import Finding

#: Node types that are safe as they stand; what they contain is looked at in its own right.
PLAIN: frozenset[type] = frozenset(
    {
        cst.Module, cst.SimpleStatementLine, cst.SimpleStatementSuite, cst.IndentedBlock,
        cst.Expr, cst.Pass, cst.Break, cst.Continue, cst.Return, cst.Raise, cst.Assert, cst.Del,
        cst.From, cst.AssignTarget, cst.If, cst.Else, cst.While, cst.Try, cst.TryStar,
        cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.WithItem, cst.AsName,
        cst.Decorator, cst.Annotation, cst.ParamSlash, cst.ParamStar, cst.Parameters, cst.Lambda,
        cst.Yield, cst.Await, cst.NamedExpr, cst.IfExp, cst.BooleanOperation, cst.UnaryOperation,
        cst.BinaryOperation, cst.Comparison, cst.ComparisonTarget, cst.Call, cst.Subscript,
        cst.SubscriptElement, cst.Index, cst.Slice, cst.Tuple, cst.List, cst.Set, cst.Dict,
        cst.Element, cst.StarredElement, cst.DictElement, cst.StarredDictElement,
        cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp, cst.CompIf,
        cst.Integer, cst.Float, cst.Imaginary, cst.Ellipsis, cst.SimpleString,
        cst.ConcatenatedString, cst.FormattedString,
        cst.Match, cst.MatchCase, cst.MatchValue, cst.MatchSingleton, cst.MatchOr,
        cst.MatchOrElement, cst.MatchSequenceElement, cst.MatchList, cst.MatchTuple,
        cst.MatchMappingElement, cst.MatchKeywordElement, cst.FormattedStringText,
        cst.Assign, cst.AugAssign, cst.AnnAssign, cst.For, cst.CompFor, cst.TypeParameters,
        cst.TypeParam,
    }
)  # fmt: skip


@dataclass(slots=True)
class _Located:
    finding: Finding
    node: cst.CSTNode


_LONG: Final = Finding(*LONG)


def check(listing: Listing, policy: Policy) -> list[Diagnostic]:
    """Return every diagnostic for the program, in source order; none means it is accepted."""
    rules = registry.RULES
    found: list[_Located] = []
    for entry in listing.entries:
        kind = type(entry.node)
        own = rules.get(kind)
        if own is not None:
            for rule in own:
                for finding in rule(entry, listing, policy):
                    found.append(_Located(finding, finding.node or entry.node))
        elif kind not in PLAIN:
            found.append(_Located(_unknown(kind), entry.node))
    return _diagnostics(listing.module, found) if found else []


def refuse_long(module: cst.Module, statements: Iterable[cst.CSTNode]) -> list[Diagnostic]:
    """Return the diagnostics for *statements* that do too much in a row to tick in between."""
    return _diagnostics(module, [_Located(_LONG, statement) for statement in statements])


def _unknown(kind: type) -> Finding:
    return Finding("CL900", f"this syntax is not supported ({kind.__name__})")


def _diagnostics(module: cst.Module, found: list[_Located]) -> list[Diagnostic]:
    """Positions cost five times a parse, so they are computed only when something was found."""
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    result = []
    for located in found:
        where = _range(positions[located.node])
        finding = located.finding
        result.append(
            Diagnostic(
                where.start.line, where.start.column, where.end.line, where.end.column,
                finding.code, finding.message, finding.hint,
            )
        )  # fmt: skip
    return sorted(set(result))


def _range(position: object) -> CodeRange:
    assert isinstance(position, CodeRange)
    return position
