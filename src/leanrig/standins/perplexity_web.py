"""The made-up web behind the stand-in: a handful of pages for any query, the same for the same query and day."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

__all__ = ["found_pages", "identity", "pages_for"]

_DAYS = {"hour": 0, "day": 0, "week": 6, "month": 29, "year": 364}
_STORIES = (
    (
        "wire.example",
        "{name}: volume rises",
        "Trading in {name} was {n} % above its usual volume, made-up brokers said.",
    ),
    ("desk.example", "What moves {name}", "{name} followed its sector. A made-up analyst called the outlook balanced."),
    ("ledger.example", "{name} in figures", "The made-up {name} index stood at {m} points after a quiet session."),
    ("letters.example", "Doubts about {name}", "Costs of {name} grew by {n} %, a made-up letter to holders said."),
    ("filings.example", "{name} files its report", "{name} reported made-up revenue of ${m} million for the quarter."),
)


def found_pages(body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return the answer of `/search`."""
    queries = [body["query"]] if isinstance(body["query"], str) else body["query"]
    rows = [row for query in queries for row in pages_for(query, body, now)]
    return {
        "id": identity("search", str(sorted(map(str, body.items())))),
        "results": rows[: body.get("max_results", 10)],
        "server_time": now.isoformat(),
    }


def pages_for(query: str, filters: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Return the pages on the first word in capitals of the query, narrowed as asked."""
    name = next((word for word in query.split() if word.strip("?,.()").isupper()), "markets").strip("?,.()")
    digest = hashlib.sha256(name.encode()).digest()
    numbers = {"name": name, "n": 3 + digest[0] % 40, "m": 100 + digest[1]}
    day = now - timedelta(days=_DAYS[filters.get("search_recency_filter", "day")])
    rows = [
        {
            "title": title.format(**numbers),
            "url": f"https://{host}/{name.lower()}/{day:%Y-%m-%d}",
            "snippet": text.format(**numbers),
            "date": f"{day:%Y-%m-%d}",
            "last_updated": f"{now:%Y-%m-%d}",
        }
        for host, title, text in _STORIES
        if _is_asked(host, filters.get("search_domain_filter", []))
    ]
    after, before = (filters.get(f"search_{side}_date_filter") for side in ("after", "before"))
    return [
        row for row in rows if (not after or row["date"] > _iso(after)) and (not before or row["date"] < _iso(before))
    ]


def identity(kind: str, text: str) -> str:
    """Return a name that is the same for the same text."""
    return f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def _is_asked(host: str, domains: list[str]) -> bool:
    wanted = [domain for domain in domains if not domain.startswith("-")]
    return f"-{host}" not in domains and (not wanted or host in wanted)


def _iso(day: str) -> str:
    return f"{datetime.strptime(day, '%m/%d/%Y'):%Y-%m-%d}"
