"""Page after page until there is no token: not once more, and not for ever."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from leanrig.providers.alpaca.wire import Fetched, Query
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.answer import Answer

__all__ = ["HasToken", "follow", "most_pages"]

_SLACK = 10


class HasToken(Protocol):
    """A page that may have a next one."""

    @property
    def next_token(self) -> str | None:
        """Where the next page begins."""
        ...


Page = TypeVar("Page", bound=HasToken)


def follow(
    ask: Callable[[str, Query, Callable[[Answer], Page]], Fetched[Page] | None],
    path: str,
    query: Query,
    read: Callable[[Answer], Page],
    *,
    most: int,
) -> list[Fetched[Page]] | None:
    """Return all pages, None where one is missing (only copies may be).

    Raises
    ------
    BadAnswer
        If a token comes twice, or there are more than `most` pages.
    """
    pages: list[Fetched[Page]] = []
    tokens: set[str] = set()
    while True:
        asked = {**query, "page_token": pages[-1].page.next_token or ""} if pages else query
        got = ask(path, asked, read)
        if got is None:
            return None
        pages.append(got)
        token = got.page.next_token
        if token is None:
            return pages
        if token in tokens or len(pages) >= most:
            raise _endless(path, len(pages))
        tokens.add(token)


def most_pages(rows: int, limit: int, symbols: int = 1) -> int:
    """Return how many pages `rows` can fill at the very most: the vendor may send short ones."""
    return 4 * -(-rows // limit) + symbols + _SLACK


def _endless(path: str, count: int) -> BadAnswer:
    return BadAnswer(
        f"alpaca's pages have no end: {count} came, and it names one more",
        where=path,
        cure="try a shorter range; if it stays so, look at `leanrig doctor`",
    )
