"""What an `__eq__` may say, and compare, in a program that gets at dictionaries of instances."""

from __future__ import annotations

import pytest

import cloche


@pytest.mark.parametrize(
    "answer", ["True", "0", "None", "'a'", "1.5", "NotImplemented", "[]", "C()"]
)
def test_answers_where_dictionaries_of_instances_are_read(answer: str) -> None:
    source = f"""
class C:
    def __bool__(self): return True
class K:
    def __eq__(self, other): return {answer}
vars(C())
K() == K()
"""
    bare: dict[str, object] = {}
    exec(source.replace("\nK() ==", "\nfound = K() =="), bare)
    if answer in ("[]", "C()"):
        with pytest.raises(cloche.GuestError, match="an __eq__ returns true or false in a"):
            cloche.run(source)
    else:
        assert cloche.run(source) == bare["found"]


@pytest.mark.parametrize(
    ("kept", "is_met"),
    [("", False), ("d['a'] = 2", False), ("d[K()] = 2", False), ("d[1] = 2", False),
     ("d[k] = 2", True), ("d[1, (k,)] = 2", True), ("d['a'] = d[k] = 2", True)],
)  # fmt: skip
def test_names_of_attributes_that_the_library_reads(kept: str, is_met: bool) -> None:
    source = f"""
class P(property): pass
class K:
    def __hash__(self): return 5
    def __eq__(self, other): return self is other
k = K()
d = vars(P())
{kept}
K() == K(), K() == k
"""
    if is_met:
        with pytest.raises(cloche.GuestError, match="the names of attributes are compared by no"):
            cloche.run(source)
    else:
        assert cloche.run(source) == (False, False)
