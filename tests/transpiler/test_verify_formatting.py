"""The verifier: fields of f-strings."""

from __future__ import annotations

import sys

import pytest
from verifying import POLICY, accepts, refuses

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

ACCEPTED = [
    "x = f'{__shown__(a)!r:>10}'",
    "x = f'{(a if __type__(a) in __numbers__ else __shown__(a))}'",
    "x = f'{1}{-2}{\"a\"}'",
    "x = f'{__formatted__(a):{__spec__(b)}}'",
    "x = f'{__formatted__(a):{__spec__(b, c)}.{__spec__(d)}f}'",
    "x = f'{__formatted__(a):0{__spec__(b)}d}'",
    "x = f'{__formatted__(a):9999}'",
    "x = f'a={__shown__(a)!r}'",
    "x = f'{__shown__(a)!a:>99}'",
    "x = f'{__formatted__(a)!r:>100}'",
    "x = f'{__formatted__(5):x}'",
    "x = f'{__formatted__(a, 7):b}{1}{__shown__(b, 7)!r}'",
    "x = f'{__shown__(a, 7)}{1}{__shown__(b, 7)!r}'\ny = f'{__shown__(a, 8)}\u00e9'",
    "x = f'{__shown__(a, 2)}{(a if __type__(a) in __numbers__ else __shown__(a, 2))}'",
]
REFUSED = [
    ("x = f'{a}'", "__shown__ is missing"),
    ("x = f'{a!r}'", "__shown__ is missing"),
    ("x = f'{__formatted__(a):{b}}'", "__spec__ is missing"),
    ("x = f'{__formatted__(a):{__shown__(b)}}'", "__spec__ is missing"),
    ("x = f'{__formatted__(a):{__spec__(b)!r}}'", "formatted again"),
    ("x = f'{__formatted__(a):{__spec__(*b)}}'", "plain operands"),
    ("x = f'{__shown__(a):10000}'", "above 9999"),
    ("x = f'{1:>99999}'", "above 9999"),
    ("x = f'{1:.99999f}'", "above 9999"),
    ("x = f'{1:\u0661\u0662\u0663\u0664\u0665}'", "above 9999"),
    ("x = f'{1:9{__spec__(a)}}'", "above 9999"),
    ("x = f'{1:{__spec__(a)}9}'", "above 9999"),
    ("x = f'{1:0{__spec__(a)}0{__spec__(b)}}'", "above 9999"),
    ("x = f'{1:{__spec__(a)}{__spec__(b)}}'", "above 9999"),
    ("x = __spec__(a)", "__spec__"),
    ("x = f'{__shown__(a)}{1}'", "which f-string"),
    ("x = f'{__shown__(a)}\u00e9'", "which f-string"),
    ("x = f'{__shown__(a, 1)}'", "which f-string"),
    ("x = f'{__shown__(a, 1)}{__shown__(b)}'", "which f-string"),
    ("x = f'{__shown__(a, 1)}{__shown__(b, 2)}'", "which f-string"),
    ("x = f'{__shown__(a, 1)}{1}', f'{__shown__(a, 1)}{1}'", "which f-string"),
    ("x = f'{__shown__(a, b)}{1}'", "a literal number"),
    ("x = f'{__shown__(a, True)}{1}'", "a literal number"),
    ("x = f'{__shown__(a, 0)}{1}'", "a literal number"),
    ("x = f'{__shown__(a, 1, 1)}{1}'", "plain operands"),
    ("x = f'{(a if __type__(a) in __scalars__ else __shown__(a, 1))}{1}'", "not the documented"),
    ("x = __shown__(a)", "__shown__"),
    ("x = __formatted__(a)", "__formatted__"),
    ("x = f'{__formatted__(a)}'", "__shown__ is missing"),
    ("x = f'{__formatted__(a):>99}'", "__shown__ is missing"),
    ("x = f'{__shown__(a):100}'", "__formatted__ is missing"),
    ("x = f'{__shown__(a):_x}'", "__formatted__ is missing"),
    ("x = f'{__shown__(a):X}'", "__formatted__ is missing"),
    ("x = f'{__shown__(a):#o}'", "__formatted__ is missing"),
    ("x = f'{__shown__(a):b}'", "__formatted__ is missing"),
    ("x = f'{__shown__(a):\u0661\u0662\u0663}'", "__formatted__ is missing"),
    ("x = f'{__shown__(a):{__spec__(b)}}'", "__formatted__ is missing"),
    ("x = f'{5:x}'", "__formatted__ is missing"),
    ("x = f'{1.5:>100}'", "__formatted__ is missing"),
    ("x = f'{__formatted__(a, 1):x}'", "which f-string"),
    ("x = f'{__formatted__(a):x}{1}'", "which f-string"),
    ("x = f'{__formatted__(a, 1):x}{__shown__(b, 2)}'", "which f-string"),
    ("x = f'{(a if __type__(a) in __numbers__ else __formatted__(a)):x}'", "missing"),
    ("x = f'{__formatted__(a)!a:100}'", "formatted natively"),
    ("x = f'{1:{__spec__(a):3}}'", "formatted again"),
]


test_accepted = accepts(ACCEPTED)
test_refused = refuses(REFUSED)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="nested quotes of PEP 701")
def test_formatted_strings_nest() -> None:
    verify("x = f'{__shown__(f'{__shown__(a['b'])}')}'", POLICY)
    with pytest.raises(Refusal):
        verify("x = f'{__shown__(f'{a['b']}')}'", POLICY)
