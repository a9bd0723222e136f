"""Which files of CPython's own test package are run. Data."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

#: About what the language is.
_LANGUAGE: Final = """
test_grammar test_generators test_generator_stop test_genexps test_listcomps test_setcomps
test_dictcomps test_patma test_unpack test_unpack_ex test_with test_scope test_fstring
test_exceptions test_exception_group test_except_star test_exception_variations
test_named_expressions test_decorators test_class test_super test_property test_keywordonlyarg
test_positional_only_arg
test_string_literals test_int_literal test_augassign test_compare test_contains test_extcall
test_raise test_pow test_opcodes test_unary test_binop test_global test_genericclass test_slice
test_bool test_int test_float test_complex test_range test_iter test_enumerate test_list test_tuple
test_dict test_dictviews test_set test_userdict test_userlist test_userstring test_isinstance
test_coroutines test_asyncgen test_unicode test_str test_bytes
test_type_params test_type_aliases test_builtin test_call test_sort test_descr test_genericalias
test_long test_index test_numeric_tower test_hash test_format test_subclassinit test_baseexception
test_print test_typechecks test_pep646_syntax test_pep380 test_exception_hierarchy test_funcattrs
test_dynamicclassattribute test_richcmp test_strtod test_yield_from test_type_annotations test_eof
test_iterlen test_longexp test_memoryview test_metaclass test_descrtut test_syntax test_ucn
test_unicode_identifiers test_utf8source test_future_stmt test_flufl
test_structseq test_type_cache
"""
#: About the library.
_LIBRARY: Final = """
test_abc test_base64 test_binascii test_bisect test_calendar test_collections test_colorsys
test_contextlib test_copy test_csv test_dataclasses datetimetester test_defaultdict test_deque
test_difflib test_enum test_fnmatch test_fractions test_functools test_graphlib test_heapq
test_hmac test_html test_itertools test_json test_keyword test_math test_cmath test_operator
test_ordered_dict test_pprint test_quopri test_random test_re test_reprlib test_shlex
test_statistics test_string test_struct test_textwrap test_typing test_types test_urlparse
test_zlib test_decimal test_contextlib_async test_htmlparser test_secrets test_uuid test_memoryio
test_unicodedata test_strftime test_time test_ipaddress
test_abstract_numbers test_array test_weakref test_weakset test_hashlib test_gzip
test_math_property test_strptime test_traceback test_logging test_warnings test_zoneinfo
test_pathlib
test_asyncio.test_pep492 test_asyncio.test_tasks test_asyncio.test_futures
test_asyncio.test_taskgroups test_asyncio.test_timeouts test_asyncio.test_queues
test_asyncio.test_locks test_asyncio.test_waitfor
"""
#: Not among them, of modules that guests have: `test_timeit` writes to the module it tests in each
#: test; `test_codecs`, `test_inspect`, `test_io` are about names that `docs/modules.md` leaves out;
#: `test_source_encoding` is about bytes, and a guest's source is text.
FILES: Final = tuple(f"{_LANGUAGE} {_LIBRARY}".split())

#: What is run with every run of the tests, each file on one of two Pythons.
QUICK: Final = tuple("""
test_bisect test_colorsys test_decorators test_defaultdict test_dictviews test_except_star
test_fstring test_graphlib test_keyword test_named_expressions test_patma test_scope
test_string test_super test_unpack test_unpack_ex
""".split())  # fmt: skip


def folder() -> Path | None:
    """Return where the tests of the running interpreter are, None if it came without."""
    found = importlib.util.find_spec("test")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(next(iter(found.submodule_search_locations)))
    return path if (path / "test_grammar.py").exists() else None


def parts(name: str) -> list[Path]:
    """Return the files that *name* stands for: one, those of a package, none in this version."""
    top = folder()
    if top is None:
        return []
    file = (top / name.replace(".", "/")).with_suffix(".py")
    if file.exists():
        return [file]
    return sorted(
        path for path in (top / name).glob("*.py") if path.stem.startswith(("test_", "__init__"))
    )
