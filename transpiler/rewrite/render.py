"""A LibCST tree as text, spliced or not.

LibCST renders its trees too, with two context managers a node and a default for whatever the
builder of a tree may have left out. Its parser leaves nothing out, so for our trees a table of
slots will do: a third of the time, and no recursion that a deep program could exhaust.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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


class _Mark:
    """A change of the indentation."""

    __slots__ = ("indent",)

    def __init__(self, indent: str = "") -> None:
        self.indent = indent


#: The indentation itself; the end of a block; the beginning of one that does not name its own.
_HERE: Final = _Mark()
_LEAVE: Final = _Mark()
_ENTER: Final = _Mark()


class _Glued(str):
    """Text of a splice, which must not run into the word before it."""

    __slots__ = ()


# --- What is pushed for a node: its parts, the last one first --------------------------------

Push = Callable[[Any], None]

_STEP: Final = re.compile(
    r"(?P<indent>@)|'(?P<literal>[^']+)'(?:\?(?P<if>\w+))?"
    r"|(?P<slot>\w+)(?:\|'(?P<or>[^']+)'|:'(?P<indicator>[^']+)')?"
)
_SLOT: Final = """
 held = node.{slot}
 if type(held) is white: held = held.value
 if held and held is not default: push(held)"""
_LITERAL: Final = """
 push({literal!r})"""
_INDENT: Final = """
 push(here)"""
_IF: Final = """
 held = node.{slot}
 if held is not None and held is not default: push({literal!r})"""
_OR: Final = """
 held = node.{slot}
 push({literal!r} if held is None or held is default else held)"""
_ANNOTATION: Final = """
 held = node.{slot}
 if held is not None and held is not default:
  push(held.annotation)
  push(held.whitespace_after_indicator)
  push({literal!r})
  push(held.whitespace_before_indicator)"""
_TOKEN: Final = """
 before, after = node.whitespace_before, node.whitespace_after
 if type(before) is white and type(after) is white:
  push(before.value + {literal!r} + after.value)
 else:
  push(after)
  push({literal!r})
  push(before)"""


def _lines(text: str) -> str:
    """Return the lines of one step."""
    found = _STEP.fullmatch(text)
    assert found is not None, text
    if found["indent"]:
        return _INDENT
    if found["literal"]:
        return (_IF if found["if"] else _LITERAL).format(slot=found["if"], literal=found["literal"])
    slot = found["slot"]
    if found["or"]:
        return _OR.format(slot=slot, literal=found["or"])
    if found["indicator"]:
        return _ANNOTATION.format(slot=slot, literal=found["indicator"])
    return _SLOT.format(slot=slot)


def _bodies() -> dict[type, str]:
    """Return the text of a function for each row of the tables: see `_made`."""
    bodies: dict[str, str] = {}
    for row in re.split(r"\n+(?=\w)", _TABLE.strip()):
        name, *steps = row.split()
        bodies[name] = "".join(map(_lines, reversed(steps)))
    binary, unary = _BINARY.split(), _UNARY.split()
    for name, token in zip(binary[::2], binary[1::2], strict=True):
        bodies[name] = _TOKEN.format(literal=token)
    for name, token in zip(unary[::2], unary[1::2], strict=True):
        bodies[name] = _lines("whitespace_after") + _LITERAL.format(literal=token)
    return {getattr(cst, name): body for name, body in bodies.items()}


_BODIES: Final = _bodies()


def _made(kind: type) -> Callable[[Any, Push], None]:
    """Return the function that pushes the parts of a *kind* of nodes.

    It is made of text, for a loop over the steps of a row takes three times as long; and when
    the first such node is met, for no program has them all.
    """
    names: dict[str, Any] = {
        "white": cst.SimpleWhitespace, "default": cst.MaybeSentinel.DEFAULT, "here": _HERE,
    }  # fmt: skip
    exec(f"def pushing(node, push):{_BODIES[kind]}", names)
    made: Callable[[Any, Push], None] = names["pushing"]
    _PUSHING[kind] = made
    return made


def _if(node: cst.If, push: Push) -> None:
    word, parts = "if", []
    while True:
        parts += [
            node.leading_lines, _HERE, word, node.whitespace_before_test, node.test,
            node.whitespace_after_test, ":", node.body,
        ]  # fmt: skip
        if not isinstance(node.orelse, cst.If):
            break
        node, word = node.orelse, "elif"
    if node.orelse is not None:
        push(node.orelse)
    for part in reversed(parts):
        push(part)


def _block(node: cst.IndentedBlock, push: Push) -> None:
    push(_LEAVE)
    push(node.footer)
    push(node.body)
    push(_ENTER if node.indent is None else _Mark(node.indent))
    push(node.header)


def _match(node: cst.Match, push: Push) -> None:
    for part in (
        _LEAVE, node.footer, node.cases, _ENTER if node.indent is None else _Mark(node.indent),
        node.whitespace_after_colon, ":", node.whitespace_before_colon, node.subject,
        node.whitespace_after_match, "match", _HERE, node.leading_lines,
    ):  # fmt: skip
        push(part)


def _empty_line(node: cst.EmptyLine, push: Push) -> None:
    push(node.newline)
    push(node.comment or "")
    push(node.whitespace)
    if node.indent:
        push(_HERE)


def _newline(node: cst.Newline, push: Push) -> None:
    push(node.value or "\n")


def _parenthesized(node: cst.ParenthesizedWhitespace, push: Push) -> None:
    push(node.last_line)
    if node.indent:
        push(_HERE)
    push(node.empty_lines)
    push(node.first_line)


def _splice(node: Splice, push: Push) -> None:
    for part in reversed(node.parts):
        push(_Glued(part) if type(part) is str else part)


#: Filled up as nodes are met.
_PUSHING: Final[dict[type, Callable[[Any, Push], None]]] = {
    cst.If: _if,
    cst.IndentedBlock: _block,
    cst.Match: _match,
    cst.EmptyLine: _empty_line,
    cst.Newline: _newline,
    cst.ParenthesizedWhitespace: _parenthesized,
    Splice: _splice,
}

# --- Rendering -------------------------------------------------------------------------------


def _text(root: object, default: str) -> str:
    """Return *root* as text. Takes no more Python stack for a deep tree than for a flat one.

    Parameters:
        default: the indentation of blocks that do not name theirs.
    """
    out: list[str] = []
    indents: list[str] = []
    stack: list[Any] = [root]
    push, pop, extend, write = stack.append, stack.pop, stack.extend, out.append
    known, name = _PUSHING.get, cst.Name
    while stack:
        part = pop()
        kind = type(part)
        if kind is str:
            write(part)
        elif kind is name and not part.lpar:  # a short cut for a third of all nodes
            write(part.value)
        elif kind is list or kind is tuple:
            extend(reversed(part))
        elif kind is _Glued:
            write(" " + part if glued(out, part) else part)
        elif part is _HERE:
            out += indents
        elif part is _LEAVE:
            indents.pop()
        elif kind is _Mark:
            indents.append(default if part is _ENTER else part.indent)
        else:
            (known(kind) or _made(kind))(part, push)
    return "".join(out)


def render(module: cst.Module) -> str:
    """Return *module* as text."""
    text = _text(module, module.default_indent)
    if module.has_trailing_newline:
        return text or "\n"
    return text.removesuffix("\n")


def render_part(node: cst.CSTNode) -> str:
    """Return a part of a tree as text, without indentation."""
    return _text(node, "")
