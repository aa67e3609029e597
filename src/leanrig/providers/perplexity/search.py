"""`POST /search`: pages of the web with a piece of their text."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from leanrig.errors import BadInput
from leanrig.providers.failures import BadAnswer
from leanrig.providers.perplexity.filters import MOST_RESULTS, Filters
from leanrig.providers.perplexity.wire import NEWS_FRESH_S, Got, Wire

__all__ = ["Page", "search"]

_ANYWHERE = Filters()
_LONGEST_QUERY = 1_000
# Enough of each page for a snippet; the whole pages are not wanted here.
_TOKENS_A_PAGE = 256


@dataclass(frozen=True, slots=True)
class Page:
    """One page as the vendor tells of it: somebody else's words, not cleaned yet. `date` is "" where it is unknown."""

    title: str
    url: str
    snippet: str
    date: str = ""


def search(
    wire: Wire, query: str, *, filters: Filters = _ANYWHERE, most: int = 10, fresh_s: float = NEWS_FRESH_S
) -> Got[tuple[Page, ...]]:
    """Return at most `most` pages, the vendor's best first.

    Raises
    ------
    BadInput
        For a query that is empty or too long, or for more than 20 pages.
    VendorFailed
        See `Wire.ask`; `BadAnswer` where the body is not of the vendor's form.
    """
    if not query.strip() or len(query) > _LONGEST_QUERY:
        raise BadInput("the query is empty or too long", cure=f"ask with at most {_LONGEST_QUERY:,} characters")
    if not 1 <= most <= MOST_RESULTS:
        raise BadInput(f"{most} pages cannot be asked for", cure=f"ask for one to {MOST_RESULTS}")
    body = {"query": query, "max_results": most, "max_tokens_per_page": _TOKENS_A_PAGE, **filters.as_body()}
    return wire.ask("/search", body, read=_pages, fresh_s=fresh_s)


class _Row(BaseModel):
    model_config = ConfigDict(strict=True)
    title: str
    url: str
    snippet: str
    date: str | None = None
    last_updated: str | None = None


class _Body(BaseModel):
    model_config = ConfigDict(strict=True)
    id: str
    results: list[_Row]


def _pages(content: Any) -> tuple[Page, ...]:
    try:
        found = _Body.model_validate(content)
    except ValidationError as error:
        first = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise BadAnswer(
            "perplexity answered a search in another form", where=first or "/search", cure="try again later"
        ) from None
    return tuple(Page(row.title, row.url, row.snippet, row.date or row.last_updated or "") for row in found.results)
