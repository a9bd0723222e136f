"""Why eligible tests of CPython's do not pass in a sandbox: what stays different. Data."""

from __future__ import annotations

import re
from typing import Final

#: Code of a refusal (docs/language.md) → reason.
REFUSALS: Final[dict[str, str]] = {
    "CL006": "LibCST cannot read it (CL006)",
    "CL101": "dunder names as variables (CL101)",
    "CL102": "a builtin that guests do not have, such as `KeyboardInterrupt` (CL102)",
    "CL110": "dunder attributes outside the allowlists (CL110)",
    "CL201": "modules that guests do not have (CL201)",
    "CL202": "names left out of a module (CL202, docs/modules.md)",
    "CL301": "metaclasses of the guest's own (CL301)",
    "CL302": "special methods outside the allowlist (CL302)",
    "CL303": "`__slots__` and `__match_args__` that are not literal (CL303)",
    "CL404": "a starred target in `with … as` (CL404)",
    "CL501": "async syntax (CL501)",
    "CL602": "a format specification inside a format specification (CL602)",
    "CL900": "syntax that has no rule yet (CL900)",
}

#: Reason → patterns of `test: what became of it`.
DIFFERENT: Final[dict[str, tuple[str, ...]]] = {
    "names left out of a module (docs/modules.md says why)": (
        r"has no attribute '[a-zA-Z]\w*' here: it is left out of the sandbox",
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
