"""An agent's step: the model's snippet calls the host's tools as functions.

python examples/hosts/agent_step.py
"""

from __future__ import annotations

import json
from pathlib import Path

from web import fetch, keep, search, summarise

import cloche

SNIPPET = Path(__file__).parents[1] / "agent_step.py"


def main() -> None:
    box = cloche.Sandbox(
        tools={"search": search, "fetch": fetch, "keep": keep, "summarise": summarise},
        limits=cloche.Limits(steps=100_000, seconds=2.0),
    )
    result = box.execute(SNIPPET.read_bytes(), inputs={"question": "sandbox", "enough": 3})
    print(result.stdout, end="")
    print(json.dumps(result.value, indent=2))


if __name__ == "__main__":
    main()
