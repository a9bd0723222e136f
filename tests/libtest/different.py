"""Why eligible tests of CPython's do not pass in a sandbox: what stays different. Data."""

from __future__ import annotations

import re
from typing import Final

#: Code of a refusal (docs/language.md) → reason.
REFUSALS: Final[dict[str, str]] = {
    "CL003": "nesting deeper than a source may be (CL003)",
    "CL006": "LibCST cannot read it (CL006)",
    "CL101": "dunder names as variables (CL101)",
    "CL102": "a builtin that guests do not have, such as `KeyboardInterrupt` (CL102)",
    "CL110": "dunder attributes outside the allowlists (CL110)",
    "CL201": "modules that guests do not have (CL201)",
    "CL202": "names left out of a module (CL202, docs/modules.md)",
    "CL403": "a slice in a key under an operator that becomes a call (CL403)",
    "CL301": "metaclasses of the guest's own (CL301)",
    "CL302": "special methods outside the allowlist (CL302)",
    "CL303": "`__slots__` and `__match_args__` that are not literal (CL303)",
    "CL404": "a starred target in `with … as` (CL404)",
    "CL501": "async syntax (CL501)",
    "CL601": "widths above 9999, or made of digits and a nested field (CL601)",
    "CL602": "a format specification inside a format specification (CL602)",
    "CL900": "syntax that has no rule yet (CL900)",
}

#: What a guest lacks by a decision that docs/modules.md gives the reason of.
LEFT_OUT: Final = "names left out of a module (docs/modules.md says why)"

#: Reason → patterns of `test: what became of it`.
DIFFERENT: Final[dict[str, tuple[str, ...]]] = {
    LEFT_OUT: (
        r"has no attribute '[a-zA-Z]\w*' here: it is left out of the sandbox",
        r"has no attribute '__builtin_constructor_cache'",
        r"^test_unicode\..*unknown encoding: ",
        r"^test_str\..*unknown encoding: ",
    ),
    "private names of modules and library classes": (
        r"has no attribute '_[a-z]\w*'",
        r"AttributeError: _new_member_",
        r"test_contextlib\.TestExitStack\.test_push: ",
    ),
    "library objects that all tenants share, or that are checked when they are made: read-only": (
        r"the attributes of this '\w+' object are read-only",
        r"cannot set attributes of immutable type",
        r"AttributeError: __\w+__ of a 'type' object is read-only",
    ),
    "`register` of the abstract classes that all tenants share": (
        r"type object '\w+' has no attribute 'register'",
    ),
    "metaclasses of the guest's own (CL301)": (
        r"metaclasses are not available here",
        r"type '(type|ABCMeta|EnumType|EnumMeta)' is not an acceptable base type",
    ),
    "classes derived from iterators, `partial` and other types that C nests without a bound": (
        r"type '(enumerate|partial|Random|chain|count|reversed|map|zip|filter|\w*Decoder"
        r"|\w*Encoder)' is not an acceptable base type",
        r"SubclassWithKwargsTest\.test_keywords_in_subclass",
    ),
    "`AttributeError.obj` and `__self__` would carry objects of the host's": (
        r"'(AttributeError|NameError)' object has no attribute 'obj'",
        r"'partial' object has no attribute '__self__'",
    ),
    "attributes of functions and descriptors that the runtime made": (
        r"'(function|staticmethod|classmethod|property|pro|builtin_function_or_method|coroutine"
        r"|super|slice|NormalDist)' object has no attribute '__\w+__'",
        r"type object '(type|super|coroutine)' has no attribute '\w+'",
        r"'classmethod' object is not callable",
        r"module 'operator' has no attribute '__\w+__'",
        r"test_operator\..*\.test_dunder_is_original",
        r"test_contextlib\..*\.test_instance_docstring_given_cm_docstring",
        r"test_functools\.TestCachedProperty\.test_doc",
        r"test_reprlib\.ReprTests\.test_builtin_function",
    ),
    "takes more than the limits of the test, or is larger than a source may be": (
        r"the program took more than",
        r"CL002 source is larger",
        r"a class here has at most 1000 fields",
        r"the limit of a field cannot be set below",
    ),
    "special methods and class attributes must be functions and tuples of the program's own": (
        r"__next__ must be a function defined in the program",
        r"__match_args__ must be a tuple of strings",
    ),
    "messages and texts that differ, errors that come earlier, differences that are to be mended": (
        r"test_collections\.TestUserObjects\.test_str_protocol",
        r"test_collections\.TestNamedTuple\.test_module_parameter",
        r"TestDocString\.test_docstring_(one_field|list_field|deque_field)",
        r"TestInit\.test_inherit_from_protocol",
        r"TestMakeDataclass\.test_invalid_type_specification",
        r"test_deque\.TestBasic\.test_reversed_new",
        r"test_enum\..*(test_ignore|test_dynamic_members_with_static_methods|test_auto_order_wierd)",
        r"test_exceptions\.ExceptionTests\.test(SyntaxErrorOffset|_unicode_errors_no_object)",
        r"test_exceptions\.ExceptionTests\.test(WithTraceback|_invalid_setattr|_invalid_delattr)",
        r"test_fractions\.FractionTest\.test(IntGuaranteesIntReturn|_int_subclass)",
        r"test_functools\.TestPartial\w+\.test_(deep)?copy",
        r"test_itertools\.TestBasicOps\.test_(repeat_with_negative_times|tee_reenter)",
        r"test_list\.ListTest\.test_keywords_in_subclass",
        r"test_opcodes\.OpcodeTest\.test_use_existing_annotations",
        r"test_random\.MersenneTwister_TestBasicOps\.test_setstate_middle_arg",
        r"test_userstring\.UserStringTest\.test_encode_explicit_none_args",
        r"^test_typ(es|ing)\.",
        r"test_re\..*(scanner|test_bug_29444|test_flags_repr)",
        r"test_statistics\..*(test_meta|test_types_conserved|compare_to_variance)",
        r"test_struct\.UnpackIteratorTest\.test_length_hint",
        r"test_zlib\.ExceptionTestCase\.test_(overflow|disallow_instantiation)",
        r"test_collections\..*test_AsyncGenerator",
        r"test_dataclasses\..*(test_is_dataclass_genericalias|test_recursive_eq)",
        r"test_enum\..*(test_bad_new_super|OldTestIntFlag.test_boundary|test_inspect_signatures)",
        r"test_functools\..*(common_signatures|test_module|subclass_with___set__)",
        r"test_itertools\..*(test_tee_del_backward|test_batched_recipe)",
        r"test_pprint\..*test_dataclass_no_repr",
        r"type 'super' is not an acceptable base type",
        r"test_bool\.BoolTest\.test_math: .*CL999",
        r"cannot rebind assignment expression target '__t\d+__'",
    ),
    "`locals()` of a class is a copy": (
        r"test_scope\.ScopeTests\.testClass(AndGlobal|NamespaceOverridesClosure)",
    ),
    "exec() and eval() take exact dictionaries": (r"exec\(\) locals must be exactly a dict",),
}

_COMPILED: Final = [
    (re.compile(pattern), why) for why, patterns in DIFFERENT.items() for pattern in patterns
]
_CODE: Final = re.compile(r"\bCL\d\d\d\b")


def reason(test: str, why: str) -> str | None:
    """Return why the test *test* need not pass, None if it should; *why*: what became of it."""
    for pattern, found in _COMPILED:
        if pattern.search(f"{test}: {why}"):
            return found
    code = _CODE.search(why)
    return REFUSALS.get(code[0]) if code else None
