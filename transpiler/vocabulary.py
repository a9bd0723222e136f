"""The words that guarded Python adds to Python.

Rewriter, verifier and runtime meet here and nowhere else. Every injected name is a
dunder (so that class-private name mangling leaves it alone) that a guest cannot spell:
`check` refuses dunder names outside `READABLE_NAMES` and `VARIABLES`, and no
word below is in either. `docs/architecture.md` shows each guarded form in full.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from keyword import iskeyword
from typing import Final

# --- Steps -----------------------------------------------------------------------
TICKS: Final = "__ticks__"  # the shared step iterator of this run
TICK: Final = "__tick__"  # builtins.next: `__tick__(__ticks__)` takes one step
COMPRESS: Final = "__compress__"  # itertools.compress: one step an item
ASYNC_COMPRESS: Final = "__async_compress__"  # the same for `async for`

# --- Inline tests: `__type__(name) in <one of the sets>` ---------------------------
TYPE: Final = "__type__"  # the real builtins.type
NUMBERS: Final = "__numbers__"  # exact types whose sums cannot grow by more than a word
WHOLE: Final = "__whole__"  # builtins.int
FLOATING: Final = "__floating__"  # builtins.float, whose products and powers do not grow
SCALARS: Final = "__scalars__"  # what compares and hashes in one short walk, or by ticking methods
COLLECTIONS: Final = "__collections__"  # exact builtin sized types: finite, owned, paid for
PLAIN: Final = "__plain__"  # exact types of data, none of them a method
OWN: Final = "__own__"  # the classes this guest has made, but for metaclasses
BARE: Final = "__bare__"  # those of them that derive from nothing but `object` and exceptions
ANSWERING: Final = "__answering__"  # calls of the guest's `__eq__` that are under way: a list
TEXT: Final = "__text__"  # the real builtins.str
SIZE: Final = "__size__"  # the real builtins.len
ITERATED: Final = "__iterated__"  # exact types that C closes, or finds nothing to call on
COPIED: Final = "__copied__"  # set: exact sequences of which a slice is a copy
SETS: Final = "__sets__"  # exact types whose operators make one of two

# --- Attributes --------------------------------------------------------------------
ATTR: Final = "__attr__"  # `__attr__.join(x)` is the guarded `x.join`
WRITABLE: Final = "__writable__"  # returns its argument if the guest may write its attributes
SETTABLE: Final = (
    "__settable__"  # what a special method is written to: `__settable__(C).__len__ = f`
)

# --- Operators ---------------------------------------------------------------------
ADDEND: Final = "__addend__"  # right operand of `+`
INPLACE_ADDEND: Final = "__inplace_addend__"  # right operand of `+=`; value of a slice store
PLUS: Final = "__plus__"  # both operands of `+`
INPLACE_UNION: Final = "__inplace_union__"
INPLACE_EITHER: Final = "__inplace_either__"
MINUS: Final = "__minus__"  # both operands of `-`, and so the others: sets have these operators
UNION: Final = "__union__"
COMMON: Final = "__common__"
EITHER: Final = "__either__"
INPLACE_OPERAND: Final = "__inplace_operand__"  # right operand of `-=`, `&=`
TIMES: Final = "__times__"
POWER: Final = "__power__"
SHIFT: Final = "__shift__"
PERCENT: Final = "__percent__"
QUOTIENT: Final = "__quotient__"
INPLACE_TIMES: Final = "__inplace_times__"
INPLACE_POWER: Final = "__inplace_power__"
INPLACE_SHIFT: Final = "__inplace_shift__"
INPLACE_PERCENT: Final = "__inplace_percent__"
INPLACE_QUOTIENT: Final = "__inplace_quotient__"
OPERAND: Final = "__operand__"  # left operand of one `==`, `<` and their like
EARLY: Final = "__early__"  # the same, where evaluating the right one might change it
STEADY: Final = "__steady__"  # operand of a chain of comparisons
SUBJECT: Final = "__subject__"  # what is compared with a dotted name of a pattern
COMPARAND: Final = "__comparand__"  # left operand of `in`; what is searched for
CONTAINER: Final = "__container__"  # right operand of `in` and `not in`
STORE_KEY: Final = "__store_key__"  # subscript that is assigned to
KEY: Final = "__key__"  # what is hashed: a subscript that is read, a key or member of a display
HASHED: Final = "__hashed__"  # operand of `*` in a set display or a subscript that is read
PIECE: Final = "__piece__"  # a slice that was taken, of whatever length
METHOD: Final = "__method__"  # an attribute that may be a method of `BOUND`
VIEW: Final = "__view__"  # the result of a call of `VIEWED`
MEASURED: Final = "__measured__"  # what a method of `LENGTHY` is called on
FIRM: Final = "__firm__"  # what a method of `FINDING` or `PREFIXED` is called on
CHANGING: Final = "__changing__"  # a dictionary or set that is about to be changed
TAKEN: Final = "__taken__"  # pattern of an attribute that may be a method of `BOUND`
COMPARED: Final = "__compared__"  # pattern of a dotted name: what it is compared with
STARRED: Final = "__starred__"  # pattern of a sequence with a star that is bound: what is copied
REST: Final = "__rest__"  # the same of a mapping with `**rest`
PLACE: Final = "__place__"  # what is subscripted, if the subscript is or may be a slice

# --- Draining and rendering ----------------------------------------------------------
DRAIN: Final = "__drain__"  # operand of `*` in calls and displays
MAPPING: Final = "__mapping__"  # operand of `**` in calls and displays
DELEGATE: Final = "__delegate__"  # what `yield from` goes through
UNPACK: Final = "__unpack__"  # value unpacked into a target that has a star
UNPACK_EACH: Final = "__unpack_each__"  # the same for each item of a loop
ASYNC_UNPACK_EACH: Final = "__async_unpack_each__"  # the same for `async for`
SHOWN: Final = "__shown__"  # value of an f-string field, and which f-string it is
FORMATTED: Final = "__formatted__"  # the same, of a field whose text has no small bound
SPEC: Final = "__spec__"  # computed part of an f-string format specification

# --- Statements ----------------------------------------------------------------------
LOAD_MODULE: Final = "__load_module__"
LOAD_SUBMODULE: Final = "__load_submodule__"
LOAD_NAMES: Final = "__load_names__"
CAUGHT: Final = "__caught__"  # type of an `except*`, which takes the group apart
TYPE_PARAMETER: Final = "__type_parameter__"  # read of a name that is a type parameter somewhere
TYPE_ALIAS: Final = "__type_alias__"  # of CPython's own alias, as `type` makes it, the guest's
BUILD_CLASS: Final = "__build_class__"  # looked up by CPython itself for `class`
IMPORT: Final = "__import__"  # the same for `from __future__ import …`, the only import left
RESULT: Final = "__result__"  # holds the value of a program's last expression
HELD: Final = "__t0__"  # the value an inline test looks at
TEMPORARY_PREFIX: Final = "__t"  # `__t1__`, `__t2__`: operands that are evaluated once

#: Guards called as plain functions, with the number of positional arguments each takes.
GUARD_ARITY: Final[dict[str, tuple[int, int]]] = {
    WRITABLE: (1, 1),
    SETTABLE: (1, 1),
    ADDEND: (1, 1),
    INPLACE_ADDEND: (1, 1),
    PLUS: (2, 2),
    INPLACE_UNION: (2, 2),
    INPLACE_EITHER: (2, 2),
    MINUS: (2, 2),
    UNION: (2, 2),
    COMMON: (2, 2),
    EITHER: (2, 2),
    INPLACE_OPERAND: (1, 1),
    TIMES: (2, 2),
    POWER: (2, 2),
    SHIFT: (2, 2),
    PERCENT: (2, 2),
    QUOTIENT: (2, 2),
    INPLACE_TIMES: (2, 2),
    INPLACE_POWER: (2, 2),
    INPLACE_SHIFT: (2, 2),
    INPLACE_PERCENT: (2, 2),
    INPLACE_QUOTIENT: (2, 2),
    OPERAND: (1, 1),
    EARLY: (1, 1),
    STEADY: (1, 1),
    SUBJECT: (1, 1),
    COMPARAND: (1, 1),
    CONTAINER: (1, 1),
    STORE_KEY: (1, 1),
    KEY: (1, 1),
    HASHED: (1, 1),
    METHOD: (1, 1),
    VIEW: (1, 1),
    MEASURED: (1, 1),
    FIRM: (1, 1),
    CHANGING: (1, 1),
    PIECE: (1, 1),
    PLACE: (1, 2),
    DRAIN: (1, 1),
    MAPPING: (1, 1),
    DELEGATE: (1, 1),
    UNPACK: (2, 2),
    UNPACK_EACH: (2, 2),
    ASYNC_UNPACK_EACH: (2, 2),
    SHOWN: (1, 2),
    FORMATTED: (1, 2),
    SPEC: (1, 9),
    CAUGHT: (1, 1),
    TYPE_PARAMETER: (1, 1),
    TYPE_ALIAS: (2, 2),
}

#: Methods of containers that hash or compare their first argument natively, each with the guard
#: of that argument where the method is called as it is loaded; one that takes none is of `CHANGES`.
KEYED: Final[dict[str, str]] = {
    **dict.fromkeys(("get", "setdefault", "pop", "popitem", "add", "discard", "move_to_end"), KEY),
    **dict.fromkeys(("count", "index", "remove", "startswith", "endswith"), COMPARAND),
}
#: Those of them that hold each item of a sequence against their argument.
SEARCHING: Final = frozenset({"count", "index", "remove"})
#: Those of text and bytes, which hold it against each item of a tuple.
PREFIXED: Final = frozenset({"startswith", "endswith"})
#: A search counts for so many operations between two ticks: a pass over a long text takes 5 ns a
#: character, where others that are native take a tenth.
SEARCH_WEIGHT: Final = 4
#: A display of so many items is searched within a step.
FEW_ITEMS: Final = 16

#: Methods of dictionaries that give what hashes natively, in every operator it has.
VIEWED: Final = frozenset({"keys", "items"})
#: Methods of text and bytes that copy or go through it several times, which C does at once.
LENGTHY: Final = frozenset(
    """
    capitalize casefold hex isalnum isalpha isdecimal isdigit isidentifier islower isnumeric
    isprintable isspace istitle isupper lower lstrip partition removeprefix removesuffix rstrip
    split splitlines strip swapcase title upper
    """.split()
)
#: Those of them that look for each character in their argument, however long that is.
STRIPPING: Final = frozenset({"strip", "lstrip", "rstrip"})
#: Text of fewer characters than this is short: no method of `LENGTHY` takes long.
SHORT_TEXT: Final = 4096
#: The only method of text and bytes that looks for something in them and is called natively
#: whatever it is given, unless they are a bytearray (`FIRM`).
FINDING: Final = frozenset({"find"})
#: Those of `KEYED` that change a dictionary or a set.
CHANGES: Final = frozenset({"add", "discard", "pop", "popitem", "remove", "setdefault"})
#: Methods that do not go about as values.
BOUND: Final = VIEWED | LENGTHY | KEYED.keys() | FINDING

#: Guarded names that exceptions have: instances of `BARE` load any other natively.
OF_ERRORS: Final = frozenset({"add_note", "with_traceback"})
#: Those that no guest reads, whatever has them.
UNREAD: Final = frozenset({"_abc_impl"})

#: A set of fewer entries than this, and a display, are put together within a step.
FEW_ENTRIES: Final = 48

#: A slice of fewer items than this was copied within the step that led there.
SHORT_PIECE: Final = 512

#: What a number of any size may be multiplied by, as a literal, for no more than some sums cost.
SMALL_FACTOR: Final = 255

#: Builtin → the real one, called where a loop begins: only the loop has what it makes.
REAL: Final[dict[str, str]] = {
    name: f"__real_{name}__" for name in ("range", "enumerate", "zip", "reversed")
}
#: What a loop draws an item of, each, in one step, may be no more: the first may be far away.
MOST_COLUMNS: Final = 16
#: Builtin → the real one, called where its arguments are known to be safe for it.
DIRECT: Final[dict[str, str]] = {
    name: f"__real_{name}__"
    for name in """
    all any dict divmod float int isinstance list max min round set str sum tuple
    """.split()
}
#: Those that make something empty, without arguments.
EMPTY: Final = frozenset("dict int list set tuple".split())
#: Those that drain their only argument, which then is `__compress__(X, __ticks__)`.
DRAINING: Final = frozenset("all any list max min sum tuple".split())
#: Builtin → what does the same of one argument, and pays if that is a long text.
READING: Final[dict[str, str]] = {"int": "__read_int__", "float": "__read_float__"}
#: The other way round.
BUILTIN_OF: Final[dict[str, str]] = {
    real: name for table in (REAL, DIRECT, READING) for name, real in table.items()
}

#: Functions of modules that compare items of a heap → the real ones, where none takes long; the
#: number of arguments.
HEAPS: Final[dict[str, int]] = {
    "heapq.heapify": 1, "heapq.heappop": 1, "heapq.heappush": 2, "heapq.heappushpop": 2,
    "heapq.heapreplace": 2,
}  # fmt: skip
#: (Not those which compare all there is in one call.)
LIBRARY: Final[dict[str, str]] = {
    path: f"__real_{path.partition('.')[2]}__" for path in HEAPS if path != "heapq.heapify"
}
#: The other way round.
LIBRARY_OF: Final[dict[str, str]] = {real: path for path, real in LIBRARY.items()}

#: Guards that stand around a pattern, as the class of a class pattern.
OF_PATTERNS: Final = frozenset({TAKEN, COMPARED, STARRED, REST})

#: Every injected name, except temporaries.
INJECTED: Final = frozenset(GUARD_ARITY) | BUILTIN_OF.keys() | LIBRARY_OF.keys() | {
    TICKS, TICK, COMPRESS, ASYNC_COMPRESS, TYPE, NUMBERS, WHOLE, FLOATING, SCALARS, COLLECTIONS,
    PLAIN, OWN, BARE, ANSWERING, ATTR, TEXT, SIZE, COPIED, SETS, ITERATED, TAKEN, COMPARED,
    STARRED, REST,
    LOAD_MODULE, LOAD_SUBMODULE, LOAD_NAMES, BUILD_CLASS, IMPORT, RESULT,
}  # fmt: skip

# --- Dunder names a guest may use --------------------------------------------------
#: As plain names that are read.
READABLE_NAMES: Final = frozenset({"__name__", "__debug__", "__class__", "__doc__"})

#: What a program says about itself. Nothing of CPython's reads them from a namespace.
MODULE_NAMES: Final = frozenset(
    f"__{name}__"
    for name in "all author contact copyright credits date doc email license maintainer status "
    "title url version".split()
)

#: Read natively on any object: CPython gives a string, None or a guest's own value.
NATIVE_DUNDERS: Final = frozenset({"__name__", "__qualname__", "__module__", "__doc__"})

#: Read through `__attr__`, besides the special methods below.
GUARDED_DUNDERS: Final = frozenset(
    {
        "__class__", "__dict__", "__bases__", "__base__", "__mro__", "__annotations__",
        "__cause__", "__context__", "__suppress_context__", "__notes__", "__traceback__",
        "__wrapped__", "__slots__", "__match_args__", "__dataclass_fields__", "__members__",
        "__args__", "__origin__", "__parameters__", "__metadata__", "__bound__",
        "__abstractmethods__", "__new__", "__self__", "__func__", "__isabstractmethod__",
        "__total__", "__required_keys__", "__optional_keys__", "__orig_bases__", "__supertype__",
        "__constraints__", "__covariant__", "__contravariant__", "__infer_variance__",
        "__forward_arg__", "__forward_module__", "__final__", "__no_type_check__",
        "__dataclass_transform__", "__override__", "__default__", "__readonly_keys__",
        "__mutable_keys__", "__all__", "__type_params__", "__value__",
        "__prepare__", "__instancecheck__", "__subclasscheck__", "__subclasses__", "__defaults__",
    }
)  # fmt: skip

#: Written on guest-made objects (`f.__name__ = …`).
WRITABLE_DUNDERS: Final = frozenset(
    {"__name__", "__qualname__", "__doc__", "__module__", "__wrapped__", "__annotations__",
     "__cause__", "__context__", "__suppress_context__", "__hash__", "__isabstractmethod__"}
)  # fmt: skip

#: Attributes of builtin exceptions that are slots: C frees what they hold, one inside the other,
#: without a bound. As all dunders, they are written to through `WRITABLE` each time.
SLOTTED: Final = frozenset(
    """
    code end_lineno end_offset errno filename filename2 lineno msg name name_from obj offset path
    print_file_and_line strerror text value
    """.split()
)

#: Attributes whose setter, in C, makes something of what it is given (a tuple of what is in it):
#: written to through a call of `WRITABLE` each time, of instances of the guest's classes as well.
CONVERTED: Final = frozenset({"args"})

#: Attributes of classes that C keeps and takes at its word: what an abstract class knows of others.
#: Whoever asks a class above it asks there, too. No program stores or deletes them.
KEPT: Final = frozenset({"_abc_impl"})

#: Bound in a class body by assignment (methods may be bound by `def` as well).
CLASS_NAMES: Final = frozenset(
    {"__slots__", "__match_args__", "__doc__", "__module__", "__qualname__", "__annotations__"}
)

#: Methods a class may define, and that may be called by name (`super().__init__()`).
SPECIAL_METHODS: Final = frozenset(
    f"__{name}__"
    for name in """
    new init post_init repr str bytes format lt le eq ne gt ge hash bool
    getattr setattr delattr dir get set delete set_name init_subclass class_getitem
    call len length_hint getitem setitem delitem missing iter next reversed contains
    add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or
    radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror
    iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ixor ior
    neg pos abs invert complex int float index round trunc floor ceil
    mro_entries enter exit await aiter anext aenter aexit copy deepcopy replace fspath sizeof
    """.split()
)

#: Methods that a metaclass may define besides.
METACLASS_METHODS: Final = frozenset({"__prepare__", "__instancecheck__", "__subclasscheck__"})

#: Those that loops in C call again and again until they raise: each call takes a step, whatever
#: the body does.
ENDLESS: Final = frozenset({"__next__", "__getitem__"})
#: Variables like any other, in functions and at module level: special methods and what a program
#: says about itself, which neither CPython nor a guard ever looks for in a scope. A list and not
#: "all but the reserved ones", so that a name which a new CPython gives a meaning is not on it.
VARIABLES: Final = SPECIAL_METHODS | MODULE_NAMES


def normalise(name: str) -> str:
    """Return *name* as CPython's compiler will read it (NFKC, PEP 3131)."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


#: Marks (accents and the like) that may follow one another, and characters of a name that is not
#: ASCII, where nothing else bounds them: CPython sorts marks by insertion.
MOST_MARKS: Final = 500
LONGEST_NAME: Final = 200
#: Characters of an attribute's name. A look-up of a longer one gives a class no version, and before
#: 3.11.8 and 3.12.2 CPython takes what it learns of such a class for all that have none (gh-89811).
LONGEST_ATTRIBUTE: Final = 100


def is_heavy(text: str) -> bool:
    """Tell whether normalising *text*, as CPython does with every name, may take long."""
    if len(text) <= MOST_MARKS or text.isascii():
        return False
    marks = marks_of(text)
    return bool(marks) and any(
        marked and sum(1 for _ in run) > MOST_MARKS
        for marked, run in groupby(map(marks.__contains__, text))
    )


def marks_of(text: str) -> set[str]:
    """Return the characters in *text* that are marks, or become some when they are taken apart."""
    parts = ((each, unicodedata.normalize("NFKD", each)) for each in set(text))
    return {each for each, taken in parts if unicodedata.combining(taken[0])}


def is_dunder(name: str) -> bool:
    """Tell whether *name* (already normalised) begins and ends with two underscores."""
    return name[:2] == "__" == name[-2:] and len(name) > 4


def is_written(name: str) -> bool:
    """Tell whether a program can write *name*: others are bound by `globals()` only."""
    return (
        name.isidentifier()
        and not iskeyword(name)
        and not is_dunder(name)
        and (name.isascii() or len(name) <= LONGEST_NAME)
        and (name.isascii() or unicodedata.normalize("NFKC", name) == name)
    )


def guard_attribute(name: str) -> str:
    """Return the attribute of `__attr__` that guards the attribute *name*.

    A dunder loses its leading underscores, so that `__class__` and `__init__` do not
    collide with what `__attr__` itself inherits: `__attr__.class__(x)`, `__attr__.join(x)`.

    >>> guard_attribute("__class__"), guard_attribute("join")
    ('class__', 'join')
    """
    return name[2:] if is_dunder(name) else name


def is_temporary(name: str) -> bool:
    """Tell whether *name* is a temporary (`__t1__`).

    >>> is_temporary("__t12__"), is_temporary("__ticks__")
    (True, False)
    """
    return name.startswith(TEMPORARY_PREFIX) and name[3:-2].isdigit() and name.endswith("__")
