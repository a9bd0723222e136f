"""One agent step, as a model would write it: four tools chained in a loop.

Inputs: question (str), enough (int). Tools: search, fetch, keep, summarise.
"""

from collections import Counter

findings = []
seen = set()
sources = Counter()

for query in (question, f"{question} benchmark", f"{question} history"):
    for hit in search(query, limit=5):
        if hit["url"] in seen:
            continue
        seen.add(hit["url"])
        try:
            page = fetch(hit["url"])
        except OSError as error:
            print(f"skipped {hit['url']}: {error}")
            continue
        passages = keep(page["paragraphs"], words=question.split())
        if passages:
            findings.append({"title": page["title"], "passages": passages})
            sources[page["site"]] += len(passages)
    if len(findings) >= enough:
        break

print(f"read {len(seen)} pages, kept {sum(sources.values())} passages from {len(sources)} sites")
{
    "answer": summarise([p for f in findings for p in f["passages"]], sentences=2),
    "titles": sorted(f["title"] for f in findings),
    "sites": dict(sources.most_common()),
}
