"""Four tools over a tiny web that never changes."""

from __future__ import annotations

from typing import Any

_PAGES: dict[str, dict[str, Any]] = {
    "https://rust.example/interpreters": {
        "title": "Writing interpreters",
        "site": "rust.example",
        "paragraphs": [
            "An interpreter for a sandbox has to count every step it takes.",
            "Cats are not relevant here.",
        ],
    },
    "https://bench.example/sandbox": {
        "title": "Sandbox benchmarks",
        "site": "bench.example",
        "paragraphs": ["A sandbox that compiles to native bytecode keeps most of its speed."],
    },
    "https://old.example/history": {
        "title": "A history of the sandbox",
        "site": "old.example",
        "paragraphs": ["The first Python sandbox was removed from the language in 2003."],
    },
}


def search(query: str, limit: int = 10) -> list[dict[str, str]]:
    """Return pages whose address or title shares a word with *query*."""
    asked = set(query.lower().split())
    hits = [
        {"url": url, "title": page["title"]}
        for url, page in _PAGES.items()
        if asked & set(f"{page['title']} {url}".lower().replace("/", " ").split())
    ]
    hits.append({"url": "https://gone.example/404", "title": "Gone"})
    return hits[:limit]


def fetch(url: str) -> dict[str, Any]:
    """Return a page; OSError if there is none."""
    if url not in _PAGES:
        raise OSError("404 Not Found")
    return _PAGES[url]


def keep(paragraphs: list[str], words: list[str]) -> list[str]:
    """Return the paragraphs that mention one of *words*."""
    return [p for p in paragraphs if any(word.lower() in p.lower() for word in words)]


def summarise(passages: list[str], sentences: int = 1) -> str:
    """Return the first sentences of *passages*."""
    return " ".join(passages[:sentences])
