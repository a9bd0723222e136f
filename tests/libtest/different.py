"""Why eligible tests of CPython's do not pass in a sandbox: what stays different. Data."""

from __future__ import annotations

import re
from typing import Final

#: Code of a refusal (docs/language.md) → reason.
REFUSALS: Final[dict[str, str]] = {
    "CL003": "nesting deeper than a source may be (CL003)",
    "CL006": "LibCST cannot read it (CL006)",
    "CL101": "dunder names as variables (CL101)",
    "CL102": "a builtin that guests do not have, such as `input` (CL102)",
    "CL110": "dunder attributes outside the allowlists (CL110)",
    "CL201": "modules that guests do not have (CL201)",
    "CL202": "names left out of a module (CL202, docs/modules.md)",
    "CL401": "patterns that read an attribute with a guard (CL401)",
    "CL403": "a slice in a key under an operator that becomes a call (CL403)",
    "CL301": "what metaclasses of the guest's own may not do (CL301)",
    "CL302": "special methods outside the allowlist (CL302)",
    "CL303": "`__slots__` and `__match_args__` that are not literal (CL303)",
    "CL404": "a starred target in `with … as` (CL404)",
    "CL405": "a mapping pattern with a dotted name for a key (CL405)",
    "CL501": "async syntax (CL501)",
    "CL601": "widths above 9999, or made of digits and a nested field (CL601)",
    "CL602": "a format specification inside a format specification (CL602)",
    "CL900": "syntax that has no rule yet (CL900)",
}

#: What a guest lacks by a decision that docs/modules.md gives the reason of.
LEFT_OUT: Final = "names left out of a module (docs/modules.md says why)"

#: Reason → patterns of `test: what became of it`; the first that fits is the one.
DIFFERENT: Final[dict[str, tuple[str, ...]]] = {
    LEFT_OUT: (
        r"has no attribute '[a-zA-Z]\w*' here: it is left out of the sandbox",
        r"has no attribute '__builtin_constructor_cache'",
        r"unknown encoding: ",
        r"'Pattern' object has no attribute 'scanner'",
        r"has no attribute '(get|set)_event_loop_policy'",
        r"'(Loop|Task)' object has no attribute '\w+'",
    ),
    "`super` of a class that stands in the place of a builtin one finds no plain instance": (
        r"test_super\.TestSuper\.test_super_init_leaks: ",
    ),
    "what C looks keys up in is not changed by an `__eq__` meanwhile": (
        r"a (set|dict) is changed by an __eq__ that compares what may be its key",
        r"dict\.(__delitem__|pop|popitem) takes nothing out of an OrderedDict here",
    ),
    "iterators of C's are not entered again": (r"cannot re-enter the \w+ iterator",),
    "patterns that could take long are refused on long texts where `regex` cannot do them": (
        r"this pattern may take too long on a text of this size here",
    ),
    "`__weakref__` of an object is not shown": (r"has no attribute '__weakref__'",),
    "random numbers are rounded in two ways, which CPython's own do not always pass": (
        r"test_statistics\.TestPStdev\.test_compare_to_variance: fail: AssertionError: [\d.]+ != ",
    ),
    "takes more than the limits of the test, or is larger than a source may be": (
        r"the program (took|ran for|needed|used) more than",
        r"CL00[2345] ",
        r"a class here has at most 1000 fields",
        r"the limit of a field cannot be set below",
    ),
    "private names of modules and library classes": (
        r"has no attribute '_[a-z]\w*'",
        r"AttributeError: _new_member_",
        r"test_contextlib\.TestExitStack\.test_push: ",
        r"test_asyncio\.test_taskgroups\.TestTaskGroup\.test_taskgroup_23",
        r"'WeakSet' object has no attribute 'data'",
        r"has no attribute 'iter(key|value)refs'",
    ),
    "library objects that all tenants share, or that are checked when they are made: read-only": (
        r"the attributes of this '\w+' object are read-only",
        r"cannot set attributes of immutable type",
        r"AttributeError: __\w+__ of a '\w+' object is read-only",
        r"__\w+__ of a class is defined in its body",
        r"module '\w+' is read-only",
    ),
    "`register` of the abstract classes that all tenants share": (
        r"type object '\w+' has no attribute 'register'",
    ),
    "type aliases unite to a union of `typing`; type parameters are the compiler's to set": (
        r"test_type_aliases\.TypeAliasTypeTest\.test_union",
        r"test_type_aliases\.TypeAliasConstructorTest\.test_(attributes_with_exec|mro_entries)",
        r"a class may not define __type_params__",
    ),
    "metaclasses that derive from those of the library, or are any callable": (
        r"metaclasses are not available here",
        r"a metaclass (may not (define|have)|derives from)",
        r"the metaclass '\w+' cannot be changed once it is made",
        r"only a class with a metaclass of the program",
        r"only a metaclass may define",
        r"\.__prepare__\(\) may not give",
        r"test_super\.TestSuper\.test___class(cell)?___\w+: ",
        r"test_functools\.TestCachedProperty\.test_immutable_dict",
        r"test_dataclasses\..*\.test_docstring_with_no_signature",
        r"type '(type|(abc\.)?ABCMeta|(enum\.)?EnumType|(enum\.)?EnumMeta)' is not an acceptable",
    ),
    "classes derived from iterators, `Random` and other types that C nests or shares": (
        r"type '(\w+\.)*(partial|Random|chain|count|reversed|map|zip|filter|\w*Decoder"
        r"|\w*Encoder|super|GenericAlias|ReferenceType|cached_property|Lock|Queue|Future|Task)' is"
        r" not an acceptable base type",
        r"SubclassWithKwargsTest\.test_keywords_in_subclass",
    ),
    "`AttributeError.obj` and `__self__` would carry objects of the host's": (
        r"'(AttributeError|NameError)' object has no attribute 'obj'",
        r"object has no attribute '__self__'",
    ),
    "attributes of functions and descriptors that the runtime made": (
        r"object has no attribute '__\w+__'",
        r"type object '\w+' has no attribute '\w+'",
        r"'classmethod' object is not callable",
        r"is not an instance of <class '(wrapper_descriptor|method-wrapper|method_descriptor)'>",
        r"no signature found for",
        r"test_operator\..*\.test_dunder_is_original",
        r"test_reprlib\.ReprTests\.test_(builtin_function|descriptors)",
        r"KeyError: '(__doc__|fromkeys)'",
        r"'__dict__' not found in mappingproxy",
    ),
    "special methods and class attributes must be functions and tuples of the program's own": (
        r"__\w+__ must be a function defined in the program",
        r"__match_args__ must be a tuple of strings",
    ),
    "stars of patterns and `except*` take apart nothing that the program takes apart itself": (
        r"a pattern with '\*\*?' may not take apart",
        r"'except\*' takes no",
        r"test_except_star\.TestExceptStar_WeirdExceptionGroupSubclass\.",
        r"test_except_star\.TestExceptStarExceptionGroupSubclass\.",
    ),
    "an `OrderedDict` takes no key that code of the program compares or hashes": (
        r"an OrderedDict takes no key of type",
    ),
    "containers that might change while C compares or prints them are refused there": (
        r"might change (while|meanwhile)",
        r"has grown or shrunk while it was compared or printed",
    ),
    "annotations that stay text show the guards of what would be computed in them": (
        r"test_future_stmt\.test_future\.AnnotationsFutureTestCase\.",
    ),
    "what stood left of an operator may live until the next operator is reached (`__t0__`)": (
        r"test_weakref\.MappingTestCase\.test_weak_(keyed|valued)_union_operators",
    ),
    "exec() and eval() take exact dictionaries": (
        r"must be exactly a dict here",
        r"__builtins__ must be a dict here",
    ),
    "`locals()` and `__dict__` of a class are copies": (
        r"test_scope\.ScopeTests\.testClass(AndGlobal|NamespaceOverridesClosure)",
        r"test_descr\.(DictProxyTests|OperatorsTest)\.",
        r"test_opcodes\.OpcodeTest\.test_use_existing_annotations",
    ),
    "errors about the arguments of a function that is C in CPython are worded as Python's": (
        r"test_call\.CFunctionCallsErrorMessages\.",
        r"test_userstring\.UserStringTest\.test_encode_explicit_none_args",
        r"NamedTupleTests\.test_namedtuple_errors",
    ),
    "abstract types by `__bases__` or `__class__` alone": (
        r"test_isinstance\.TestIsInstanceIsSubclass\.",
        r"test_isinstance\.TestIs(Instance|Subclass)Exceptions\.",
    ),
    "`collections.abc.Callable[[int], str]` keeps the list of its parameters": (
        r"test_typing\.(CollectionsCallableTests\.|TypingCallableTests\.test_consistency)",
        r"test_genericalias\..*allable",
    ),
    "strings are read as types each time, and by what they name alone": (
        r"test_typing\.ForwardRefTests\.",
        r"test_typing\.ParamSpecTests\.test_stringized",
        r"test_types\.UnionTests\.test_or_type_operator_with_forward",
    ),
    "`typing`: what is checked of type variables with defaults, and in what order": (
        r"test_typing\.TypeParameterDefaultsTests\.",
        r"test_typing\.TypeVarTupleTests\.test_(bad_)?var_substitution",
        r"test_typing\.UnpackTests\.",
        r"test_typing\.ParamSpecTests\.test_(valid_uses|typevartuple_and_paramspecs_in_generic)",
    ),
    "`typing`: protocols are asked by name, and ask classes that are not theirs": (
        r"test_typing\.ProtocolTests\.",
        r"test_dataclasses\..*test_inherit_from_protocol",
    ),
    "`typing`: aliases and forms are objects of their own, one class for all": (
        r"test_typing\.\w+\.test_(get_origin|get_args|cannot_iterate|is_not_instance_of_iterable)",
        r"test_typing\.\w+\.test_(multiple_inheritance|generic|generic_pep695|pep695_generic\w*)\b",
        r"test_typing\.\w+\.test_(orig_bases|generic_inheritance|implicit_any_inheritance)",
        r"test_typing\.\w+\.test_(cannot_subclass\w*|constructor|repr_2|special_forms_nesting)",
        r"test_typing\.\w+\.test_(combine_qualifiers|annotated_mro|new|union_of_unhashable)\b",
        r"test_typing\.\w+\.test_(extended_generic_rules_subclassing|multi_subscr_base)",
        r"test_typing\.\w+\.test_(get_type_hints_annotated\w*|typeddict_create_errors)",
        r"test_typing\.\w+\.test_multiple_inheritance_\w+",
        r"test_typing\.\w+\.test_error_message_when_subclassing",
        r"test_typing\.\w+\.test_(basic_with_exec|exec|setname_raises_the_same_as_on\w+)\b",
        r"test_typing\.\w+\.test_(abc_registry_kept|attr_passthrough|deduplicate_from_union)",
        r"test_typing\.\w+\.test_(order_in_union|subst|typevar_subst|concatenate)\b",
        r"test_typing\.\w+\.test_(defining_generic_protocols_old_style|variadic_class\w+)",
        r"test_types\.ClassCreationTests\.test_(\w*mro_entry\w*|get_original_bases)",
        r"test_types\.UnionTests\.test_union_parameter_substitution",
    ),
    "enums: names made by `vars()` in the body, and checks of the machinery in another order": (
        r"test_enum\.\w+\.test_(ignore|dynamic_members_with_static_methods|auto_order_wierd)",
        r"test_enum\.\w+\.test_(boundary|bad_new_super|inspect_\w+)",
    ),
    "decimals: signals of comparisons with floats, texts and layouts of the C implementation": (
        r"test_decimal\.\w+\.test_(float_comparison|invalid_context|rop|decimal_from_float_\w+)",
        r"test_decimal\.\w+\.test_(decimal_complex_comparison|c_round|c_signaldict_segfault)",
        r"test_decimal\.\w+\.test_(from_tuple|module_attributes|inspect_module)",
    ),
    "copies and results are of the plain type, or made anew, where CPython keeps or derives": (
        r"test_functools\.TestPartial\w+\.test_(deep)?copy",
        r"test_fractions\.FractionTest\.test(IntGuaranteesIntReturn|_int_subclass)",
        r"test_statistics\..*test_types_conserved",
        r"test_format\.FormatTest\.test_optimisations",
        r"test_re\.ReTests\.test_bug_29444",
        r"test_bytes\.\w+\.test_copy",
        r"replace\(\) does not support struct_time",
    ),
    "lazy iterators of this package: their text, length hint and reentrance": (
        r"test_itertools\.\w+\.test_(repeat\w*|tee_reenter|batched_recipe)",
        r"test_struct\.UnpackIteratorTest\.test_length_hint",
        r"test_deque\.TestBasic\.test_reversed_new",
        r"test_iterlen\.TestLengthHintExceptions\.test_issue1242657",
    ),
    "texts, positions and the order of checks that differ": (
        r"test_collections\.TestUserObjects\.test_str_protocol",
        r"test_collections\.TestNamedTuple\.test_module_parameter",
        r"test_exceptions\.ExceptionTests\.test(SyntaxErrorOffset|WithTraceback)",
        r"test_exceptions\.ExceptionTests\.test_unicode_errors_no_object",
        r"test_dataclasses\..*test_(invalid_type_specification|recursive_eq)",
        r"test_pprint\..*test_dataclass_no_repr",
        r"test_re\..*test_flags_repr",
        r"test_struct\.StructTest\.test_repr",
        r"test_str\.StrTest\.test_str_invalid_call",
        r"test_random\.\w+\.test_setstate_middle_arg",
        r"test_zlib\.ExceptionTestCase\.test_overflow",
        r"test_statistics\.GlobalsTest\.test_meta",
        r"test_functools\.TestCachedProperty\.test_(module|reuse_different_names)",
        r"test_builtin\.TestType\.test_namespace_order",
        r"test_asyncio\.test_queues\.QueueBasicTests\.test_repr",
        r"test_bytes\.BytesTest\.test_(custom|bytes_blocking)",
        r"test_list\.ListTest\.test_keywords_in_subclass",
        r"test_descr\.ClassPropertiesAndMethods\.test_(staticmethods|methods_in_c)",
        r"test_json\.test_scanstring\.TestPyScanstring\.test_overflow",
        r"test_numeric_tower\.HashTest\.test_fractions",
        r"test_traceback\.TestFrame\.test_no_line",
        r"test_traceback\.\w+\.test_getattr_suggestions_underscored",
    ),
    "type parameters of functions and classes that a call makes": (
        r"test_functools\.TestUpdateWrapper\.test_default_update",
    ),
    "arguments are taken before they are looked at, so that none can be changed meanwhile": (
        r"test_builtin\.BuiltinTest\.test_bytearray_join_with_misbehaving_iterator",
        r"test_bytes\.\w+\.test_rmod",
    ),
    "the loop of a run: what its tasks were told before they began, and whom it reports to": (
        r"test_asyncio\.test_waitfor\..*test_(asyncio_wait_for_cancelled|wait_for_self_canc\w+)",
    ),
    "a `memoryview` has no memory that methods and constructors of others find": (
        r"a bytes-like object is required, not 'memoryview'",
        r"must be real number, not memoryview",
        r"or a real number, not 'memoryview'",
    ),
    "what types as values and their variables are made of can be referred to weakly, in part": (
        r"cannot create weak reference to '\w+' object",
    ),
    "addresses: classes of the program's own, and what is kept between calls": (
        r"test_ipaddress\.IpaddrUnitTest\.test(NetworkElementCaching|Summarizing)",
    ),
    "`setattr` of what the abstract numbers inherit, found by `__isabstractmethod__`": (
        r"test_abstract_numbers\.TestNumbersDefaultMethods\.",
    ),
    "source is text, one logical line a line, and what a type as a string may hold": (
        r"test_syntax\.SyntaxTestCase\.test_(empty_line_after_linecont|error_parenthesis)",
        r"test_utf8source\.BuiltinCompileTests\.test_latin1",
        r"a type written as a string may not hold",
    ),
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
