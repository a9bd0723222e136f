"""What the library writes of an argument into a text, or goes through, is paid for."""

from __future__ import annotations

import pytest

import cloche

HEADER = """
import collections.abc, typing
l = []
for _ in range(40): l = [l, l]
class V(collections.abc.KeysView): pass
class C: pass
"""
#: With one, lists in texts are printed item by item.
SEQUENCE = """
class Sequence(collections.abc.Sequence):
    def __len__(self): return 1
    def __getitem__(self, i): return 1
"""
EXPRESSIONS = [
    "typing.List[l]", "typing.Type[l]", "typing.Tuple[l]", "typing.Optional[l]",
    "typing.Union[l, int]", "typing.List[int] | l", "typing.TypeVar('a', bound=l)",
    "typing.TypeVar('a', l, l)", "typing.ParamSpec('a', bound=l)", "typing.Callable[[l], l]",
    "typing.Concatenate[l, l]", "typing.Annotated[l, 1]", "typing.ClassVar[l]", "typing.Final[l]",
    "typing.Required[l]", "typing.TypeGuard[l]", "typing.Unpack[l]",
    "typing.NamedTuple('a', [('b', l)])", "typing.TypedDict('a', {'b': l})",
    "typing.runtime_checkable(l)", "list[l][l]", "list[l][int]", "dict[int, l][int]",
    "(list[l] | int)[int]", "repr(collections.abc.KeysView({1: l}))", "repr(V({1: l}))",
    "str(typing.KeysView({1: l}))", "print(collections.abc.MappingView([l]))",
    "f'{collections.abc.ItemsView({1: l})}'", "repr([collections.abc.ValuesView({1: l})])",
    "str(ValueError(collections.abc.ValuesView({1: l})))",
]  # fmt: skip


@pytest.mark.parametrize("header", [HEADER, HEADER + SEQUENCE], ids=["plain", "sequence"])
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_it_is_paid_for(expression: str, header: str) -> None:
    limits = cloche.Limits(steps=1_000_000, memory=64 * 2**20, seconds=None)
    with pytest.raises((cloche.MemoryLimitExceeded, cloche.StepLimitExceeded)):
        cloche.run(f"{header}{expression}", limits=limits)


def test_views_are_printed_as_in_cpython() -> None:
    from collections.abc import ItemsView, KeysView, MappingView, ValuesView

    for kind in (ItemsView, KeysView, MappingView, ValuesView):
        for text in ("{1: 'a'}", "[1, 2]", "{}"):
            found = cloche.run(
                f"import collections.abc\nrepr(collections.abc.{kind.__name__}({text}))"
            )
            assert found == repr(kind(eval(text)))
