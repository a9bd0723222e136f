"""The last belt: what CPython's compiler made of the verified tree, looked at once more.

Names, constants and opcodes of a code object and of those in it, against sets that are written
here and shared with nothing: an opcode that is not listed, a new Python's too, is refused. It
proves less than the tree's verifier, and proves it of what actually runs.
"""

from __future__ import annotations

from dis import get_instructions
from opcode import hasname, opmap
from types import CodeType
from typing import Final

from .. import vocabulary as words
from ..diagnostics import UNPROVEN, Diagnostic, Refusal

#: All that CPython 3.11 to 3.13 compile Guarded Python to.
OPCODES: Final = frozenset(
    """
    ASYNC_GEN_WRAP BEFORE_ASYNC_WITH BEFORE_WITH BINARY_OP BINARY_SLICE BINARY_SUBSCR
    BUILD_CONST_KEY_MAP BUILD_LIST BUILD_MAP BUILD_SET BUILD_SLICE BUILD_STRING BUILD_TUPLE CACHE
    CALL CALL_FUNCTION_EX CALL_INTRINSIC_1 CALL_INTRINSIC_2 CALL_KW CHECK_EG_MATCH CHECK_EXC_MATCH
    CLEANUP_THROW COMPARE_OP CONTAINS_OP CONVERT_VALUE COPY COPY_FREE_VARS DELETE_ATTR DELETE_DEREF
    DELETE_FAST DELETE_GLOBAL DELETE_NAME DELETE_SUBSCR DICT_MERGE DICT_UPDATE END_ASYNC_FOR
    END_FOR END_SEND EXTENDED_ARG FORMAT_SIMPLE FORMAT_VALUE FORMAT_WITH_SPEC FOR_ITER GET_AITER
    GET_ANEXT GET_AWAITABLE GET_ITER GET_LEN GET_YIELD_FROM_ITER IMPORT_FROM IMPORT_NAME IS_OP
    JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT JUMP_FORWARD JUMP_IF_FALSE_OR_POP JUMP_IF_TRUE_OR_POP
    KW_NAMES LIST_APPEND LIST_EXTEND LIST_TO_TUPLE LOAD_ASSERTION_ERROR LOAD_ATTR LOAD_BUILD_CLASS
    LOAD_CLASSDEREF LOAD_CLOSURE LOAD_CONST LOAD_DEREF LOAD_FAST LOAD_FAST_AND_CLEAR
    LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST LOAD_FROM_DICT_OR_DEREF LOAD_FROM_DICT_OR_GLOBALS
    LOAD_GLOBAL LOAD_LOCALS LOAD_METHOD LOAD_NAME LOAD_SUPER_ATTR MAKE_CELL MAKE_FUNCTION MAP_ADD
    MATCH_CLASS MATCH_KEYS MATCH_MAPPING MATCH_SEQUENCE NOP POP_EXCEPT POP_JUMP_BACKWARD_IF_FALSE
    POP_JUMP_BACKWARD_IF_NONE POP_JUMP_BACKWARD_IF_NOT_NONE POP_JUMP_BACKWARD_IF_TRUE
    POP_JUMP_FORWARD_IF_FALSE POP_JUMP_FORWARD_IF_NONE POP_JUMP_FORWARD_IF_NOT_NONE
    POP_JUMP_FORWARD_IF_TRUE POP_JUMP_IF_FALSE POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE
    POP_JUMP_IF_TRUE POP_TOP PRECALL PREP_RERAISE_STAR PUSH_EXC_INFO PUSH_NULL RAISE_VARARGS
    RERAISE RESUME RETURN_CONST RETURN_GENERATOR RETURN_VALUE SEND SETUP_ANNOTATIONS SET_ADD
    SET_FUNCTION_ATTRIBUTE SET_UPDATE STORE_ATTR STORE_DEREF STORE_FAST STORE_FAST_LOAD_FAST
    STORE_FAST_STORE_FAST STORE_GLOBAL STORE_NAME STORE_SLICE STORE_SUBSCR SWAP TO_BOOL
    UNARY_INVERT UNARY_NEGATIVE UNARY_NOT UNARY_POSITIVE UNPACK_EX UNPACK_SEQUENCE
    WITH_EXCEPT_START YIELD_VALUE
    """.split()
)
#: Dunder names that only the compiler writes.
COMPILER: Final = frozenset(
    f"__{name}__"
    for name in "annotations class classcell classdict classdictcell doc firstlineno future module "
    "name qualname static_attributes type_params".split()
)
DUNDERS: Final = (
    COMPILER | words.INJECTED | words.READABLE_NAMES | words.MODULE_NAMES | words.NATIVE_DUNDERS
    | words.WRITABLE_DUNDERS | words.CLASS_NAMES | words.VARIABLES | words.METACLASS_METHODS
)  # fmt: skip
CONSTANTS: Final = frozenset(
    {bool, bytes, complex, float, int, str, frozenset, tuple, type(None), type(...)}
)

_ALLOWED: Final = frozenset(opmap[name] for name in OPCODES if name in opmap)
_IMPORTS: Final = frozenset(opmap[name] for name in ("IMPORT_NAME", "IMPORT_FROM"))
#: What looks a name up in a dictionary of names, and in no class.
_VARIABLES: Final = frozenset(
    opmap[name]
    for name in """
    DELETE_GLOBAL DELETE_NAME LOAD_FROM_DICT_OR_GLOBALS LOAD_GLOBAL LOAD_NAME STORE_GLOBAL
    STORE_NAME
    """.split()
    if name in opmap
)
_ATTRIBUTES: Final = frozenset(hasname) - _VARIABLES
_INTRINSIC: Final = opmap.get("CALL_INTRINSIC_1")
#: Arguments of it that print and that import all of a module.
_REFUSED_INTRINSICS: Final = frozenset({1, 2})
#: A cell is made where its number says; what has been given as one is never made again.
_MAKE_CELL: Final = opmap["MAKE_CELL"]
#: What finds a cell where its number says.
_CELLS: Final = frozenset(
    opmap[name]
    for name in """
    DELETE_DEREF LOAD_CLASSDEREF LOAD_CLOSURE LOAD_DEREF LOAD_FROM_DICT_OR_DEREF STORE_DEREF
    """.split()
    if name in opmap
)
_EXTENDED: Final = opmap["EXTENDED_ARG"]


def verify_code(code: CodeType) -> None:
    """Check *code* and the code objects in it.

    Raises:
        Refusal: there is something that no guarded program is compiled to (CL999).
    """
    used = set(code.co_code[::2])
    if not used <= _ALLOWED:
        raise _refusal(code, "an opcode")
    if not used.isdisjoint(_IMPORTS) and "__future__" not in code.co_names:
        raise _refusal(code, "an import")
    if _INTRINSIC in used and _prints_or_imports(code.co_code):
        raise _refusal(code, "an intrinsic")
    if (code.co_cellvars or code.co_freevars) and _mixes_cells(code):
        raise _refusal(code, "a cell in a cell, or one that is never made,")
    for names in (code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars):
        for name in names:
            if name[:2] == "__" and not _known(name) and words.is_dunder(name):
                raise _refusal(code, f"the name {name}")
    if max(map(len, code.co_names), default=0) > words.LONGEST_ATTRIBUTE and _has_long(code):
        raise _refusal(code, "the name of an attribute that is too long")
    for constant in code.co_consts:
        if type(constant) is CodeType:
            verify_code(constant)
        elif type(constant) not in CONSTANTS:
            raise _refusal(code, f"a constant of type {type(constant).__name__}")


def _known(name: str) -> bool:
    return name in DUNDERS or words.is_temporary(name)


def _has_long(code: CodeType) -> bool:
    """Tell whether an instruction looks up too long a name in a class (`LONGEST_ATTRIBUTE`)."""
    return any(
        each.opcode in _ATTRIBUTES and len(each.argval) > words.LONGEST_ATTRIBUTE
        for each in get_instructions(code)
    )


def _prints_or_imports(text: bytes) -> bool:
    return any(
        operation == _INTRINSIC and argument in _REFUSED_INTRINSICS
        for operation, argument in zip(text[::2], text[1::2], strict=True)
    )


def _mixes_cells(code: CodeType) -> bool:
    """Tell whether a cell is put into another, or one of *code*'s own is used and never made."""
    given = len({*code.co_varnames, *code.co_cellvars})  # cells from outside begin here
    made, found = {-1}, set()
    text, more = code.co_code, 0
    for operation, argument in zip(text[::2], text[1::2], strict=True):
        number = more | argument
        more = number << 8 if operation == _EXTENDED else 0
        if operation == _MAKE_CELL:
            made.add(number)
        elif operation in _CELLS and number < given:
            found.add(number)
    return max(made) >= given or not found <= made


def _refusal(code: CodeType, what: str) -> Refusal:
    line = code.co_firstlineno or 1
    message = f"the compiled program has {what} that is not allowed in it"
    return Refusal([Diagnostic(line, 0, line, 0, UNPROVEN, message, "please report this")])
