"""Groups that a pattern refers to: `regex` looks for it only where it takes them as `re` does."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import cloche
from cloche.runtime.modules.re_text import Untranslatable, written

TEXTS = ["", "a", "b", "-", "aa", "ab", "ba", "aab", "aba", "baa", "a-a", "abab", "aaaaa", "ab-ab",
         "abaaaaaba", "aabaaaaa-", "b-bbabaaa", "ababab"]  # fmt: skip
GROUPS = ["(a)", "(a+)", "(.*)", "(a|b)", "(a|ab)", "()", "(a?)", "(a*?b)", "(?:(a)|b)",
          "(?:|(a?))", "(a)?", "(.)??", "a?(a|b)", "(?=(a+))", "(?>(a*))",
          "((?:ab?)*)"]  # fmt: skip
BETWEEN = ["", "a*", "(?:a*b?)*", "(?:ab?)+?", "(?:b|ab)?", "-?"]
REFERENCES = [r"\1", r"b?\1", r"(?(1)a|b)", r"(?:\1|b)*", r"(?:a\1)??", r"(?=\1)b", r"(?!\1)."]
#: Around all of it, around the group, and around the group with what is next to it.
FORMS = ["{0}{1}{2}", "(?:{0}{1}{2})*", "(?:{0}{1})*{2}", "(?:{0}{1}{2}|b)*?$", "{0}{1}(?:{2}b?)+",
         "(?:{0}|a)+{1}{2}", "x|{0}{1}{2}"]  # fmt: skip
#: Of an attacker's, and of a fuzzer's.
FOUND = [
    r"(a+)*b?\1", r"(?:(\w+)-?)*\1$", r"(.+)*\1", r"(?:(\d+),?)+=\1", r"(?:(.*)a)*\1",
    r"()*?(\1b)?", r"(()|.)*?\2", r"(?:(){,}?)*\1", r"((|(?(1).)))", r"((?(1)[^-])){,}",
    r"((?(1)a|b)*)*?", r"((?(1)a|b)*)*", r"((?:()|a)\2\2){0,2}?", r"(?:(?:^()|b\1)){,}",
    r"(?:(?:()|b\1)){0,2}?",
    r"(?:()|())(a\2)?", r"(?:(){2,}|(()))(a\2)??", r"(.)??(?:a*b?)*\1", r"(.*)(?:a*b?)*a\1",
    r"(?:(?:a|())(?(1)\b|[ab])){0,2}?", r"(?:(?(2)a|b)(a)?(b)?)*", r"(?:(?:()\1)?|(.[ab])){0,2}?",
    r"(?<=(.){2})b", r"(?<=(?:(a)|(b)){2})-", r"(?<=(?:(?=(.)).){2})", r"(b*)b(?:a*b?)*(?=$\1).*",
]  # fmt: skip


def _patterns() -> Iterator[str]:
    yield from FOUND
    for form, *parts in product(FORMS, GROUPS, BETWEEN, REFERENCES):
        yield form.format(*parts)


def _translated(pattern: str) -> Any:
    """Return *pattern* for `regex`, None where it is left to `re`."""
    try:
        source = written(parser.parse(pattern), {}, True)
    except Untranslatable:
        return None
    return regex.compile(source, regex.VERSION0, cache_pattern=False)


def _found(pattern: Any, text: str) -> list[Any]:
    firsts = [getattr(pattern, method)(text) for method in ("match", "fullmatch", "search")]
    return [
        match and [match.span(number) for number in range(match.re.groups + 1)]
        for match in (*firsts, *pattern.finditer(text))
    ]


def _differs(pattern: str, texts: list[str]) -> bool:
    theirs = _translated(pattern)
    if theirs is None:
        return False
    ours = re.compile(pattern)
    return any(_found(ours, text) != _found(theirs, text) for text in texts)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_translated_takes_the_same_groups(form: str) -> None:
    patterns = [form.format(*parts) for parts in product(GROUPS, BETWEEN, REFERENCES)]
    assert [pattern for pattern in patterns if _differs(pattern, TEXTS)] == []


@pytest.mark.parametrize("pattern", FOUND)
def test_what_was_found_to_differ_is_left_to_re(pattern: str) -> None:
    assert not _differs(pattern, TEXTS)


PARTS = st.lists(st.sampled_from([*"ab.-", *GROUPS, *BETWEEN, *REFERENCES]), max_size=5)


@settings(max_examples=300, derandomize=True)
@given(PARTS, st.sampled_from(GROUPS), PARTS, st.sampled_from(FORMS))
def test_longer_ones_take_the_same_groups(before: Any, group: str, after: Any, form: str) -> None:
    pattern = form.format("".join(before), group, "".join(after))
    try:
        re.compile(pattern)
    except re.error:
        return
    assert not _differs(pattern, TEXTS)


#: What a group holds follows from where a match begins, or no repeat can come to it by two ways.
TRANSLATED = [
    r"""(["'])(?:\\.|[^\\])*?\1""", r"""('''|\""")(?:\\.|[^\\])*?\1""", r"<(\w+)>(?:x|yz)*</\1>",
    r"<(\w+)[^>]*>(.*?)</\1>", r"\s*(<)?(\w+@\w+(?:\.\w+)+)(?(1)>|$)", r"(\w+)\s+\1", r"(.*)(.+)\1",
    r"(?:(\w)\1)+", r"((\w)\2)+x", r"^(\d+)(?:,\1)*$", r"\b(\w+)(?:\s+\1\b)+", r"(?:(?=(a+))\1)*b",
    r"""(?P<q>['"])(?:(?!(?P=q)).)*(?P=q)""", r"^(=+)\s*(?:\w+\s*)+\1$", r"(a)?b*(?(1)c|d)",
    r"(?:(a)|b)c*\1", r"(?:(?P<n>\w+)=(?P=n),)*",
]  # fmt: skip
LEFT = [r"(a+)+\1", r"(.*)(?:ab?)*\1", r"(?:(a)|b)*(?(1)c|d)", r"((?(1)a|b))*", r"(?:(a)|b\1)*",
        r"(?:(\w+)-(?:a|bc)*\1)*", r"(?<=(\w){3})x"]  # fmt: skip


@pytest.mark.parametrize("pattern", TRANSLATED)
def test_what_is_sure_goes_on_being_translated(pattern: str) -> None:
    assert _translated(pattern) is not None


@pytest.mark.parametrize("pattern", LEFT)
def test_what_is_not_sure_is_for_short_texts(pattern: str) -> None:
    assert _translated(pattern) is None
    with pytest.raises(cloche.GuestError, match="may take too long"):
        cloche.run(f"import re\nre.search({pattern!r} + '(x+x+)*y|', 'ab' * 100_000)")


@pytest.mark.parametrize(
    "call",
    [
        r"re.fullmatch(r'(a+)*b?\1', 'aaaaa').span()",
        r"re.match(r'(?:(\w+)-?)*\1$', 'ababab').span()",
        r"re.sub(r'(?:(\d+),?)+=\1', 'X', '1,2,3=3 12,12=2 5,5=5')",
        r"re.findall('((?(1)a|b)*)*?', 'ba')",
        r"[m.span() for m in re.finditer('((?(1)a|b)*)*', 'ab')]",
        r"re.search('(?:x*)*(?<=(.){2})c', 'xabc').span(1)",
    ],
)
def test_no_answer_is_another(call: str) -> None:
    """Where `re` would take too long, there is an error and no answer of another kind."""
    answer = _answer(f"import re\n{call}")
    assert answer == eval(call, {"re": re}) or "may take too long" in str(answer)


def _answer(source: str) -> Any:
    try:
        return cloche.run(source)
    except cloche.GuestError as error:
        return str(error)


def test_all_of_it_is_looked_at() -> None:
    """The tables hold patterns of both kinds."""
    kinds = [_translated(pattern) is not None for pattern in _patterns()]
    assert 1_000 < sum(kinds) < len(kinds) - 1_000


@pytest.mark.parametrize(
    "pattern", [r"(?:(\s*)|(a)|b)*$", "(?:(?P<n>a*?)|(a)|b)*$", "(?:(?:(a)|.(?P<n>)))+(a+a+)*$"]
)
def test_the_group_that_was_closed_last(pattern: str) -> None:
    for text in ("aba", "a" * 10, "ab" * 4):
        source = f"m = re.search({pattern!r}, {text!r})\nm and (m.span(), m.lastindex, m.lastgroup)"
        match = re.search(pattern, text)
        expected = match and (match.span(), match.lastindex, match.lastgroup)
        assert cloche.run(f"import re\n{source}") == expected
