"""Alpaca's two hosts behind one `Http`, so that both take from the account's one limit.

Keys: https://docs.alpaca.markets/docs/authentication. The data host takes the keys of paper and of live accounts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from leanrig.providers.failures import BadAnswer, KeyRefused, NotEntitled, Refused, UnknownSymbol
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.client import Http

__all__ = ["DATA_URL", "LIVE_URL", "PAPER_URL", "Fetched", "Query", "Wire"]

DATA_URL = "https://data.alpaca.markets"
LIVE_URL = "https://api.alpaca.markets"
PAPER_URL = "https://paper-api.alpaca.markets"

Query = dict[str, str | int]
Page = TypeVar("Page")
Read = Callable[[Answer], Page]


@dataclass(frozen=True, slots=True)
class Fetched(Generic[Page]):
    """A page as we read it, and the answer it was read from."""

    page: Page
    answer: Answer


@dataclass(frozen=True, slots=True)
class Wire:
    """Where the two hosts are and how they are reached.

    `trading_http` is another one than `http` only where the plan gives the data host a limit of its own.
    """

    http: Http
    trading_http: Http
    data_url: str = DATA_URL
    trading_url: str = PAPER_URL
    has_key: bool = False

    @property
    def is_sandbox(self) -> bool:
        """Whether the answers come from this machine."""
        return is_loopback(self.data_url)

    def data(self, path: str, query: Query, read: Read[Page]) -> Fetched[Page]:
        """Ask the data host; what `read` does not like is never kept."""
        return _asked(self.http, self.data_url + path, query, read, cache=True)

    def data_now(self, path: str, query: Query, read: Read[Page]) -> Fetched[Page]:
        """Ask the data host past the cache."""
        return _asked(self.http, self.data_url + path, query, read, cache=False)

    def held(self, path: str, query: Query, read: Read[Page]) -> Fetched[Page] | None:
        """Return the data host's page from our own copy, None where there is none or it is spoilt."""
        answer = self.http.held(self.data_url + path, query)
        if answer is None:
            return None
        try:
            return Fetched(read(answer), answer)
        except BadAnswer:
            return None

    def trading(self, path: str, query: Query, read: Read[Page], *, cache: bool = True) -> Fetched[Page]:
        """Ask the trading host."""
        return _asked(self.trading_http, self.trading_url + path, query, read, cache=cache)


def _asked(http: Http, url: str, query: Query, read: Read[Page], *, cache: bool) -> Fetched[Page]:
    """Read in the check, so that a bad answer is not kept, and a good one is not parsed twice."""
    pages: list[Page] = []
    try:
        answer = http.get(url, query, check=lambda answer: pages.append(read(answer)), cache=cache)
    except NotEntitled as error:
        raise _key_refused(error) or error from None
    except Refused as error:
        raise _unknown(error) or error from None
    return Fetched(pages[-1] if pages else read(answer), answer)


def _key_refused(error: NotEntitled) -> KeyRefused | None:
    """The data host says 403 `forbidden.` where a key is wrong, and 403 with a reason where a plan is too small."""
    if "forbidden" not in str(error).lower():
        return None
    return KeyRefused(error.what, where=error.where, cure=error.cure)


def _unknown(error: Refused) -> UnknownSymbol | None:
    if "invalid symbol" not in str(error).lower():
        return None
    return UnknownSymbol(error.what, where=error.where, cure=error.cure)
