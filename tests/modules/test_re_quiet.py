"""Patterns that CPython warns of: nobody is warned here, and no filter of the host's is touched."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
import warnings
from typing import Any

import pytest

import cloche
from cloche.runtime.modules import re_quiet
from cloche.runtime.modules.copied import copied
from harness import assert_same

#: Calls -> whether CPython warns of them in 3.11 only, and refuses them from 3.12 on.
WARNED: dict[str, bool] = {
    r"re.findall('[a[b]', 'x[ab')": False,
    r"re.findall('[[a]', 'x[ab')": False,
    r"re.findall('[+--]', 'a,-')": False,
    r"re.findall('[a&&b]', 'a&b')": False,
    r"re.findall('[a||b]', 'a|b')": False,
    r"re.findall('[a~~b]', 'a~b')": False,
    r"re.findall(b'[a[b]', b'x[ab')": False,
    r"re.findall('(?i)[a[b]', 'x[AB')": False,
    r"re.findall(b'(?P<\xe9>a)', b'ab')": True,
    r"re.findall('(a)(?(+1)b)', 'ab')": True,
    r"re.sub('(a)', r'\g<+1>', 'ab')": True,
    r"re.sub(b'(?P<a>a)', rb'\g<+1>', b'ab')": True,
}


@pytest.mark.parametrize("call", WARNED)
@pytest.mark.filterwarnings("ignore")  # those of CPython's own
def test_what_cpython_warns_of_is_the_same(call: str) -> None:
    if WARNED[call]:  # "bad character in group name" since
        assert_same(f"import re\ntry: r = {call}\nexcept re.error as e: r = str(e)\nr")
    else:
        assert_same(f"import re\n{call}")


@pytest.mark.parametrize("call", WARNED)
def test_nobody_is_warned(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[Any] = []
    source = f"import re\ntry: {call}\nexcept re.error: pass"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "_filters_mutated", lambda: changes.append(1))
        # Of other tenants there are none that have compiled it before.
        monkeypatch.setattr("cloche.runtime.modules.re_engine._engines", {})
        cloche.run(source)
        monkeypatch.undo()
    assert (told, changes) == ([], [])


def test_the_hosts_own_patterns_still_warn() -> None:
    cloche.run("import re\nre.compile('[[q]')\n1")
    re.purge()
    with pytest.warns(FutureWarning, match="ossible nested set"):
        re.compile("[[q]")


@pytest.mark.parametrize("pattern", ["(?P<a>x)|y+?[a-f]", b"(?i:a)(?=b)\\d", "(?x) a b # c"])
def test_what_is_compiled_is_what_re_compiles(pattern: Any) -> None:
    ours = re_quiet.compiled(pattern, 0)
    assert ours == re.compile(pattern)
    assert (ours.pattern, ours.flags) == (pattern, re.compile(pattern).flags)
    assert str(re_quiet.parse(pattern, 0)) == str(parser.parse(pattern, 0))


def test_a_module_without_code_is_not_there() -> None:
    with pytest.raises(ImportError, match="is not installed"):
        copied("cloche.nothing", {})
