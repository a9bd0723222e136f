"""A LibCST tree as text, spliced or not.

LibCST renders its trees too, with two context managers a node and a default for whatever the
builder of a tree may have left out. Its parser leaves nothing out, so for our trees a table of
slots will do: a third of the time, and no recursion that a deep program could exhaust.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import libcst as cst

from .splice import Splice, glued

#: Node type → its slots and literals, in order. A slot holds a node, nodes, text, or nothing.
#: `@` indents; `'if'?guard` is the word if the slot holds something; `name|'_'` is the word if it
#: does not; `annotation:':'` is an annotation behind its indicator.
_TABLE: Final = r"""
Module                header body footer
SimpleWhitespace      value
Comment               value
TrailingWhitespace    whitespace comment newline
LeftSquareBracket     '[' whitespace_after
RightSquareBracket    whitespace_before ']'
LeftCurlyBrace        '{' whitespace_after
RightCurlyBrace       whitespace_before '}'
LeftParen             '(' whitespace_after
RightParen            whitespace_before ')'
Asynchronous          'async' whitespace_after
Name                  lpar value rpar
Ellipsis              lpar '...' rpar
Integer               lpar value rpar
Float                 lpar value rpar
Imaginary             lpar value rpar
SimpleString          lpar value rpar
FormattedStringText   value
FormattedString       lpar start parts end rpar
FormattedStringExpression
                      '{' whitespace_before_expression expression equal
                      whitespace_after_expression '!'?conversion conversion
                      ':'?format_spec format_spec '}'
ConcatenatedString    lpar left whitespace_between right rpar
ComparisonTarget      operator comparator
Comparison            lpar left comparisons rpar
IsNot                 whitespace_before 'is' whitespace_between 'not' whitespace_after
NotIn                 whitespace_before 'not' whitespace_between 'in' whitespace_after
UnaryOperation        lpar operator expression rpar
BinaryOperation       lpar left operator right rpar
BooleanOperation      lpar left operator right rpar
Attribute             lpar value dot attr rpar
Index                 star whitespace_after_star value
Slice                 lower first_colon upper second_colon step
SubscriptElement      slice comma
Subscript             lpar value whitespace_after_value lbracket slice rbracket rpar
ParamStar             '*' comma
ParamSlash            '/' whitespace_after comma
Param                 star whitespace_after_star name annotation:':' equal default comma
                      whitespace_after_param
Parameters            posonly_params posonly_ind params star_arg kwonly_params star_kwarg
Lambda                lpar 'lambda' whitespace_after_lambda params colon body rpar
Arg                   star whitespace_after_star keyword equal value comma whitespace_after_arg
Call                  lpar func whitespace_after_func '(' whitespace_before_args args ')' rpar
Await                 lpar 'await' whitespace_after_await expression rpar
IfExp                 lpar body whitespace_before_if 'if' whitespace_after_if test
                      whitespace_before_else 'else' whitespace_after_else orelse rpar
From                  whitespace_before_from 'from' whitespace_after_from item
Yield                 lpar 'yield' whitespace_after_yield value rpar
Element               value comma
DictElement           key whitespace_before_colon ':' whitespace_after_colon value comma
StarredElement        lpar '*' whitespace_before_value value rpar comma
StarredDictElement    '**' whitespace_before_value value comma
Tuple                 lpar elements rpar
List                  lpar lbracket elements rbracket rpar
Set                   lpar lbrace elements rbrace rpar
Dict                  lpar lbrace elements rbrace rpar
CompFor               whitespace_before asynchronous 'for' whitespace_after_for target
                      whitespace_before_in 'in' whitespace_after_in iter ifs inner_for_in
CompIf                whitespace_before 'if' whitespace_before_test test
GeneratorExp          lpar elt for_in rpar
ListComp              lpar lbracket elt for_in rbracket rpar
SetComp               lpar lbrace elt for_in rbrace rpar
DictComp              lpar lbrace key whitespace_before_colon ':' whitespace_after_colon value
                      for_in rbrace rpar
NamedExpr             lpar target whitespace_before_walrus ':=' whitespace_after_walrus value rpar

Del                   'del' whitespace_after_del target semicolon
Pass                  'pass' semicolon
Break                 'break' semicolon
Continue              'continue' semicolon
Return                'return' whitespace_after_return value semicolon
Expr                  value semicolon
Raise                 'raise' whitespace_after_raise exc cause semicolon
Assert                'assert' whitespace_after_assert test comma msg semicolon
AssignTarget          target whitespace_before_equal '=' whitespace_after_equal
Assign                targets value semicolon
AnnAssign             target annotation:':' equal value semicolon
AugAssign             target operator value semicolon
ImportAlias           name asname comma
Import                'import' whitespace_after_import names semicolon
ImportFrom            'from' whitespace_after_from relative module whitespace_before_import
                      'import' whitespace_after_import lpar names rpar semicolon
ImportStar            '*'
NameItem              name comma
Global                'global' whitespace_after_global names semicolon
Nonlocal              'nonlocal' whitespace_after_nonlocal names semicolon
SimpleStatementLine   leading_lines @ body trailing_whitespace
SimpleStatementSuite  leading_whitespace body trailing_whitespace

Else                  leading_lines @ 'else' whitespace_before_colon ':' body
AsName                whitespace_before_as 'as' whitespace_after_as name
ExceptHandler         leading_lines @ 'except' whitespace_after_except type name
                      whitespace_before_colon ':' body
ExceptStarHandler     leading_lines @ 'except' whitespace_after_except '*' whitespace_after_star
                      type name whitespace_before_colon ':' body
Finally               leading_lines @ 'finally' whitespace_before_colon ':' body
Try                   leading_lines @ 'try' whitespace_before_colon ':' body handlers orelse
                      finalbody
TryStar               leading_lines @ 'try' whitespace_before_colon ':' body handlers orelse
                      finalbody
Decorator             leading_lines @ '@' whitespace_after_at decorator trailing_whitespace
FunctionDef           leading_lines decorators lines_after_decorators @ asynchronous 'def'
                      whitespace_after_def name whitespace_after_name type_parameters
                      whitespace_after_type_parameters '(' whitespace_before_params params ')'
                      returns:'->' whitespace_before_colon ':' body
ClassDef              leading_lines decorators lines_after_decorators @ 'class'
                      whitespace_after_class name whitespace_after_name type_parameters
                      whitespace_after_type_parameters lpar bases keywords rpar
                      whitespace_before_colon ':' body
WithItem              item asname comma
With                  leading_lines @ asynchronous 'with' whitespace_after_with lpar items rpar
                      whitespace_before_colon ':' body
For                   leading_lines @ asynchronous 'for' whitespace_after_for target
                      whitespace_before_in 'in' whitespace_after_in iter whitespace_before_colon
                      ':' body orelse
While                 leading_lines @ 'while' whitespace_after_while test
                      whitespace_before_colon ':' body orelse

MatchCase             leading_lines @ 'case' whitespace_after_case pattern whitespace_before_if
                      'if'?guard whitespace_after_if guard whitespace_before_colon ':' body
MatchValue            value
MatchSingleton        value
MatchSequenceElement  value comma
MatchStar             '*' whitespace_before_name name|'_' comma
MatchList             lpar lbracket patterns rbracket rpar
MatchTuple            lpar patterns rpar
MatchMappingElement   key whitespace_before_colon ':' whitespace_after_colon pattern comma
MatchMapping          lpar lbrace elements '**'?rest whitespace_before_rest rest trailing_comma
                      rbrace rpar
MatchKeywordElement   key whitespace_before_equal '=' whitespace_after_equal pattern comma
MatchClass            lpar cls whitespace_after_cls '(' whitespace_before_patterns patterns kwds
                      whitespace_after_kwds ')' rpar
MatchAs               lpar pattern whitespace_before_as 'as'?pattern whitespace_after_as name|'_'
                      rpar
MatchOrElement        pattern separator
MatchOr               lpar patterns rpar

TypeVar               name colon bound
TypeVarTuple          '*' whitespace_after_star name
ParamSpec             '**' whitespace_after_star name
TypeParam             param equal star whitespace_after_star default comma
TypeParameters        lbracket params rbracket
TypeAlias             'type' whitespace_after_type name whitespace_after_name type_parameters
                      whitespace_after_type_parameters '=' whitespace_after_equals value semicolon
"""

#: Node type → its token, between white space.
_BINARY: Final = """
Add + AddAssign += And and AssignEqual = BitAnd & BitAndAssign &= BitOr | BitOrAssign |=
BitXor ^ BitXorAssign ^= Colon : Comma , Divide / DivideAssign /= Dot . Equal ==
FloorDivide // FloorDivideAssign //= GreaterThan > GreaterThanEqual >= In in Is is
LeftShift << LeftShiftAssign <<= LessThan < LessThanEqual <= MatrixMultiply @
MatrixMultiplyAssign @= Modulo % ModuloAssign %= Multiply * MultiplyAssign *= NotEqual !=
Or or Power ** PowerAssign **= RightShift >> RightShiftAssign >>= Semicolon ;
Subtract - SubtractAssign -=
"""
#: The same, with white space behind it alone.
_UNARY: Final = "BitInvert ~ Minus - Not not Plus +"

_SLOT, _LITERAL, _INDENT, _IF, _OR, _ANNOTATION = range(6)
#: What to do, with which slot, and which literal.
_Step = tuple[int, str, str]
_STEP: Final = re.compile(
    r"(?P<indent>@)|'(?P<literal>[^']+)'(?:\?(?P<if>\w+))?"
    r"|(?P<slot>\w+)(?:\|'(?P<or>[^']+)'|:'(?P<indicator>[^']+)')?"
)


def _step(text: str) -> _Step:
    found = _STEP.fullmatch(text)
    assert found is not None, text
    if found["indent"]:
        return _INDENT, "", ""
    if found["literal"]:
        return (_IF if found["if"] else _LITERAL), found["if"] or "", found["literal"]
    slot = found["slot"]
    if found["or"]:
        return _OR, slot, found["or"]
    return (_ANNOTATION, slot, found["indicator"]) if found["indicator"] else (_SLOT, slot, "")


def _steps() -> dict[type, tuple[_Step, ...]]:
    """Return the tables, each row backwards: what is pushed last is rendered first."""
    rows = [row.split() for row in re.split(r"\n+(?=\w)", _TABLE.strip())]
    binary, unary = _BINARY.split(), _UNARY.split()
    for name, token in zip(binary[::2], binary[1::2], strict=True):
        rows.append([name, "whitespace_before", f"'{token}'", "whitespace_after"])
    for name, token in zip(unary[::2], unary[1::2], strict=True):
        rows.append([name, f"'{token}'", "whitespace_after"])
    return {getattr(cst, name): tuple(map(_step, reversed(texts))) for name, *texts in rows}


_STEPS: Final = _steps()
#: The tokens that have white space on both sides.
_TOKENS: Final[dict[type, str]] = {
    getattr(cst, name): token
    for name, token in zip(_BINARY.split()[::2], _BINARY.split()[1::2], strict=True)
}


class _Mark:
    """A change of the indentation: what a block adds to it, None at the end of the block."""

    __slots__ = ("indent",)

    def __init__(self, indent: str | None) -> None:
        self.indent = indent


_LEAVE: Final = _Mark(None)
#: Stands for the indentation itself.
_HERE: Final = _Mark("")


class _Glued(str):
    """Text of a splice, which must not run into the word before it."""

    __slots__ = ()


class _Renderer:
    """Renders one tree; `default` is the indentation of blocks that do not name theirs."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._special: dict[type, Callable[[Any], Sequence[Any]]] = {
            cst.If: self._if,
            cst.IndentedBlock: self._block,
            cst.Match: self._match,
            cst.EmptyLine: self._empty_line,
            cst.Newline: lambda newline: [newline.value or "\n"],
            cst.ParenthesizedWhitespace: self._parenthesized,
            Splice: lambda splice: [
                _Glued(part) if type(part) is str else part for part in splice.parts
            ],
        }

    def text(self, root: object) -> str:
        """Return *root* as text. Takes no more Python stack for a deep tree than for a flat one."""
        out: list[str] = []
        indents: list[str] = []
        stack: list[Any] = [root]
        push = stack.append
        steps_of, special, default = _STEPS, self._special, cst.MaybeSentinel.DEFAULT
        white = cst.SimpleWhitespace
        name, token_of, write = cst.Name, _TOKENS.get, out.append
        while stack:
            part = stack.pop()
            kind = type(part)
            if kind is str:
                write(part)
                continue
            # Two short cuts, for a half of all nodes.
            if kind is name and not part.lpar:
                write(part.value)
                continue
            token = token_of(kind)
            if token is not None:
                before, after = part.whitespace_before, part.whitespace_after
                if type(before) is white and type(after) is white:
                    write(f"{before.value}{token}{after.value}")
                    continue
            steps = steps_of.get(kind)
            if steps is None:
                if kind is list or kind is tuple:
                    stack.extend(reversed(part))
                elif kind is _Glued:
                    out.append(" " + part if glued(out, part) else part)
                elif kind is _Mark:
                    _turn(part, indents, out)
                else:
                    stack.extend(reversed(special[kind](part)))
                continue
            for action, slot, literal in steps:
                if action == _SLOT:
                    held = getattr(part, slot)
                    if type(held) is white:
                        held = held.value
                    if held and held is not default:
                        push(held)
                elif action == _LITERAL:
                    push(literal)
                elif action == _INDENT:
                    push(_HERE)
                else:
                    stack.extend(reversed(_conditional(action, getattr(part, slot), literal)))
        return "".join(out)

    def _if(self, node: cst.If) -> list[Any]:
        word, parts = "if", []
        while True:
            parts += [
                node.leading_lines, _HERE, word, node.whitespace_before_test, node.test,
                node.whitespace_after_test, ":", node.body,
            ]  # fmt: skip
            if type(node.orelse) is not cst.If:
                return parts if node.orelse is None else [*parts, node.orelse]
            node, word = node.orelse, "elif"

    def _block(self, node: cst.IndentedBlock) -> list[Any]:
        return [node.header, self._enter(node), node.body, node.footer, _LEAVE]

    def _match(self, node: cst.Match) -> list[Any]:
        return [
            node.leading_lines, _HERE, "match", node.whitespace_after_match, node.subject,
            node.whitespace_before_colon, ":", node.whitespace_after_colon,
            self._enter(node), node.cases, node.footer, _LEAVE,
        ]  # fmt: skip

    def _enter(self, node: cst.IndentedBlock | cst.Match) -> _Mark:
        return _Mark(self._default if node.indent is None else node.indent)

    def _empty_line(self, node: cst.EmptyLine) -> list[Any]:
        rest = [node.whitespace, node.comment or "", node.newline]
        return [_HERE, *rest] if node.indent else rest

    def _parenthesized(self, node: cst.ParenthesizedWhitespace) -> list[Any]:
        here = [_HERE] if node.indent else []
        return [node.first_line, node.empty_lines, *here, node.last_line]


def _turn(mark: _Mark, indents: list[str], out: list[str]) -> None:
    if mark is _HERE:
        out.extend(indents)
    elif mark.indent is None:
        indents.pop()
    else:
        indents.append(mark.indent)


def _conditional(action: int, held: Any, literal: str) -> list[Any]:
    there = held is not None and held is not cst.MaybeSentinel.DEFAULT
    if action == _IF:
        return [literal] if there else []
    if action == _OR:
        return [held if there else literal]
    if not there:
        return []
    before, after = held.whitespace_before_indicator, held.whitespace_after_indicator
    return [before, literal, after, held.annotation]


def render(module: cst.Module) -> str:
    """Return *module* as text."""
    text = _Renderer(module.default_indent).text(module)
    if module.has_trailing_newline:
        return text or "\n"
    return text.removesuffix("\n")


def render_part(node: cst.CSTNode) -> str:
    """Return a part of a tree as text, without indentation."""
    return _Renderer("").text(node)
