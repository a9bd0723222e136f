"""Why a test of CPython's cannot be run in a sandbox, told from its text. Data.

What matches is *not eligible*: it tests what no guest has by design, or CPython's insides.
"""

from __future__ import annotations

import re
from typing import Final

#: Pattern in the source of a method → what it needs.
NOT_FOR_GUESTS: Final[dict[str, str]] = {
    r"\b(pickle|copyreg|__reduce__|__reduce_ex__|__getstate__|__setstate__|__getnewargs\w*)\b":
        "pickling",
    r"\b(gc_collect|gc)\b\.?": "the garbage collector",
    r"\b__del__\b": "finalizers",
    # To ignore them is another matter: a guest can.
    r"\b(assertWarns\w*|check_warnings|check_no_warnings)\b|\bcatch_warnings\((?!\))"
    r"|\b(simplefilter|filterwarnings)\((?!['\"]ignore)": "warnings of the compiler or library",
    r"\b(__code__|__globals__|__closure__|__defaults__|__kwdefaults__|f_locals|_getframe|tb_\w+|gi_\w+|cr_\w+|ag_\w+|(Traceback|Code|Cell|Frame)Type)\b":
        "frames, code objects and the insides of functions",
    r"\b(__subclasses__|__getattribute__|mro\(\))":
        "hooks that guests do not have",
    r"\b(getrefcount|getsizeof|check_sizeof|calcobjsize|refcount|immortal|__(basicsize|itemsize"
    r"|dictoffset|weakrefoffset|flags|alloc|sizeof|getformat)__)\b": "sizes and counts",
    r"(\b(from|import) |import_module\(['\"])_[a-z]|\bfunc_names\b":
        "private modules, written in C",
    r"(\b(from|import) |import_module\(['\"])test\b": "other files of the test package",
    r"\b(from locale|import locale|locale\.\w+)\b": "the locale of the process",
    r"\b(clock_(get|set)\w+|get_clock_info|tzset|CLOCK_\w+)\b": "the clocks of the system",
    r"\b(assert_python_\w+|script_helper|subprocess|os\.|os_helper|TESTFN|open\(|tempfile)\b":
        "files and processes",
    r"\b(threading|Thread)\b": "threads",
    r"\b(_testcapi|_testinternalcapi|ctypes|_testbuffer|dis\.|inspect\.(currentframe|stack|trace|getframeinfo|getsource\w*))":
        "the C interface, code objects",
    r"\b(set_recursion_limit|setrecursionlimit|infinite_recursion|recursion_limit)\b":
        "the recursion limit",
    r"\b(captured_(stderr|stdin|output)|sys\.(stdout|stderr|stdin|exc_info|settrace|modules|flags|path))\b":
        "the interpreter's state",
    r"\b(sys\.maxsize|MAXSIZE|_1G|_2G|_4G|1 ?<< ?(3|6)\d)\b.*\*": "sizes no budget allows",
    r"\b__buffer__\b": "buffers of a program's own",
    r"\bget_event_loop_policy\b": "the interpreter's state",
    r"\bint_max_str_digits\b|\w*et_int_max_str_digits\b": "the interpreter's state",
    r"\._(getters|putters|format|exit_callbacks|waiters|value|lock)\b":
        "private attributes of library objects",
    r"\b(__typing_\w+|__protocol_attrs__|_abc_registry_clear|_abc_caches_clear)\b":
        "private attributes of library objects",
}  # fmt: skip

_COMPILED: Final = [(re.compile(pattern), why) for pattern, why in NOT_FOR_GUESTS.items()]


def why_not(text: str) -> str | None:
    """Return what the test *text* needs and no guest has, None if there is nothing."""
    for pattern, why in _COMPILED:
        if pattern.search(text):
            return why
    return None


#: Part of a module's name that tests import and no guest has → what it is needed for.
_MODULES: Final[dict[str, str]] = {
    r"\bpickle|\bcopyreg": "pickling",
    r"\bgc\b|gc_collect": "the garbage collector",
    r"\bos\b|os_helper|tempfile|shutil|script_helper|subprocess|signal|pathlib|\bpty\b":
        "files and processes",
    r"thread": "threads",
    r"_testcapi|_testinternalcapi|_testlimitedcapi|ctypes|_testbuffer":
        "the C interface, code objects",
    r"\btest\b|test\.": "other files of the test package",
    r"locale": "the locale of the process",
    r"\b_\w+": "private modules, written in C",
}  # fmt: skip


def kind_of_need(why: str) -> str:
    """Return what a test that is not eligible needs, in one of few words."""
    if why.startswith("natively: skip"):
        return "skipped natively"
    if why.startswith("natively"):
        return "fails natively over the small `unittest`"
    if not why.startswith("needs "):
        return why
    for pattern, need in _MODULES.items():
        if re.search(pattern, why):
            return need
    return "modules that guests do not have"
