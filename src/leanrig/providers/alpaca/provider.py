"""Alpaca as a source of bars, events and reference data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.model.bars import SANDBOX, BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.actions import company_events
from leanrig.providers.alpaca.assets import asset
from leanrig.providers.alpaca.auctions import AuctionsOfDay, auctions
from leanrig.providers.alpaca.bar_page import BarPage
from leanrig.providers.alpaca.crypto_bars import answered_at, coin_frame, coin_pages
from leanrig.providers.alpaca.feeds import Feed, Part, Plan, feed_label, feed_name, parts_of
from leanrig.providers.alpaca.latest import ask_for_a_coin, ask_with_key, knows_coin
from leanrig.providers.alpaca.stock_bars import Gathered, StockRange, held_parts, stock_frame, stock_parts
from leanrig.providers.alpaca.wire import Fetched, Wire
from leanrig.providers.failures import KeyRefused
from leanrig.providers.http.client import Standing
from leanrig.providers.protocol import CompanyEvents
from leanrig.providers.symbols import to_alpaca

__all__ = ["AlpacaProvider"]

_EQUITY, _CRYPTO = SecurityType.EQUITY, SecurityType.CRYPTO
_CHUNK_DAYS = {
    # Ten sessions of 16 hours are one page of 10,000 minutes.
    (_EQUITY, Resolution.MINUTE): 14,
    (_EQUITY, Resolution.HOUR): 14,
    (_EQUITY, Resolution.DAILY): 3650,
    (_CRYPTO, Resolution.MINUTE): 6,
    (_CRYPTO, Resolution.HOUR): 400,
    (_CRYPTO, Resolution.DAILY): 400,
}
_SYMBOLS_A_REQUEST = 100
_COIN_FEED, _COIN_LABEL = "crypto us", "Alpaca crypto (one venue, quotes' middle where nobody traded)"


@dataclass(frozen=True, slots=True)
class AlpacaProvider:
    """See `VendorProvider`; made by `alpaca_provider`.

    Parameters
    ----------
    feed
        "auto": SIP as far as the plan reaches; "sip": SIP to the end of the range, less 15 minutes where that is
        refused; "iex": one exchange, about 2.5 % of the volume.
    plan
        "basic": SIP older than 15 minutes; "plus": SIP to the present moment.
    recent
        "iex" fills the last 15 minutes of "auto" from IEX; None leaves them out and says so.
    """

    wire: Wire
    feed: Feed = "auto"
    plan: Plan = "basic"
    recent: Literal["iex"] | None = None
    now: Callable[[], datetime] = utc_now
    name: str = "alpaca"

    def serves(self, security_type: SecurityType) -> bool:
        """Whether such symbols can be asked for: coins always, stocks with a key, currencies never."""
        return security_type is _CRYPTO or (security_type is _EQUITY and self.wire.has_key)

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return raw bars; see `VendorProvider`."""
        return self.bars_of_many([symbol], resolution, start, end)[symbol]

    def bars_of_many(
        self,
        symbols: Sequence[Symbol],
        resolution: Resolution,
        start: date,
        end: date,
        *,
        as_of: date | str | None = None,
    ) -> dict[Symbol, BarSet]:
        """Return raw bars of several symbols of one kind; a hundred symbols share each page.

        Parameters
        ----------
        as_of
            The day whose tickers are meant: a renamed share is found under the name it had then, with all its bars.
            None for today; "-" for bars of the ticker alone, whoever had it. Stocks only.
        """
        kind = self._checked(symbols, resolution, start, end)
        found: dict[Symbol, BarSet] = {}
        for at in range(0, len(symbols), _SYMBOLS_A_REQUEST):
            some = symbols[at : at + _SYMBOLS_A_REQUEST]
            if kind is _CRYPTO:
                pages = coin_pages(self.wire.data, [to_alpaca(one) for one in some], resolution, (start, end)) or []
                found |= {one: self._coins(one, resolution, pages) for one in some}
                continue
            wanted = _range(some, resolution, start, end, as_of)
            gathered = stock_parts(self.wire, wanted, self._parts(wanted))
            found |= {one: self._stocks(one, wanted, gathered) for one in some}
        return found

    def held_bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet | None:
        """Return what `bars` would, from copies of at most 24 h alone; None where a page is missing."""
        if self._checked([symbol], resolution, start, end) is _CRYPTO:
            pages = coin_pages(self.wire.held, [to_alpaca(symbol)], resolution, (start, end))
            return None if pages is None else self._coins(symbol, resolution, pages)
        wanted = _range([symbol], resolution, start, end, None)
        gathered = held_parts(self.wire, wanted, self._parts(wanted))
        return None if gathered is None else self._stocks(symbol, wanted, gathered)

    def chunk_days(self, symbol: Symbol, resolution: Resolution) -> int:
        """Return how many days fit into about one page."""
        return _CHUNK_DAYS.get((symbol.security_type, resolution), 1)

    def requests_for(self, symbol: Symbol, resolution: Resolution, days: int) -> int:
        """Return how many requests `days` will take."""
        return -(-days // self.chunk_days(symbol, resolution))

    def events(self, symbol: Symbol, start: date, end: date) -> CompanyEvents:
        """Return splits, cash and stock dividends by ex-date, and names; nothing for coins."""
        if symbol.security_type is not _EQUITY:
            return CompanyEvents()
        self._require(_EQUITY)
        return company_events(self.wire, symbol.ticker, start, end)

    def knows(self, symbol: Symbol) -> bool:
        """Whether the vendor has such a symbol, also one that is no longer listed."""
        self._require(symbol.security_type)
        if symbol.security_type is _CRYPTO:
            return knows_coin(self.wire, to_alpaca(symbol))
        return asset(self.wire, symbol) is not None

    def ping(self) -> None:
        """Ask for one bar past the cache, with the key where there is one."""
        (ask_with_key if self.wire.has_key else ask_for_a_coin)(self.wire)

    def auctions(self, symbols: Sequence[Symbol], start: date, end: date) -> dict[Symbol, tuple[AuctionsOfDay, ...]]:
        """Return the prints of opening and closing auctions, a session at a time, oldest first; always SIP."""
        self._require(_EQUITY)
        parts = parts_of(start, end, feed="auto", plan=self.plan, recent=None, now=self.now())
        return auctions(self.wire, symbols, parts[0], end) if parts else dict.fromkeys(symbols, ())

    def seconds_for(self, requests: int) -> float:
        """Return how long `requests` more for data will take under the account's limit, from now, in seconds."""
        return self.wire.http.seconds_for(requests)

    def standing(self) -> Standing:
        """Return what the account's limit leaves now."""
        return self.wire.http.standing()

    def _parts(self, wanted: StockRange) -> list[Part]:
        recent = None if wanted.resolution is Resolution.DAILY else self.recent
        return parts_of(wanted.start, wanted.end, feed=self.feed, plan=self.plan, recent=recent, now=self.now())

    def _stocks(self, symbol: Symbol, wanted: StockRange, gathered: Sequence[Gathered]) -> BarSet:
        bars, details = stock_frame(gathered, wanted, symbol.ticker)
        parts = [one.part for one in gathered]
        details["pages"] = str(sum(len(one.pages) for one in gathered))
        if wanted.resolution is Resolution.DAILY:
            details["volume"] = "of the whole day: trades before the open and after the close count too"
        if not parts or parts[-1].delay:
            details["left_out"] = "the last 15 minutes before the answer: this plan may not read them"
        notes = [note for one in gathered for note in one.notes]
        details |= {"note": "; ".join(notes)} if notes else {}
        known = self._provenance(feed_name(parts), feed_label(parts), details, [one.answered_at for one in gathered])
        return BarSet(symbol, wanted.resolution, bars, known)

    def _coins(self, symbol: Symbol, resolution: Resolution, pages: list[Fetched[BarPage]]) -> BarSet:
        bars, details = coin_frame(pages, to_alpaca(symbol), resolution)
        details["pages"] = str(len(pages))
        return BarSet(
            symbol, resolution, bars, self._provenance(_COIN_FEED, _COIN_LABEL, details, [answered_at(pages)])
        )

    def _provenance(self, feed: str, label: str, details: dict[str, str], answered: Sequence[datetime]) -> Provenance:
        label += f" · {SANDBOX}" if self.wire.is_sandbox else ""
        return Provenance(
            vendor=self.name,
            feed=feed,
            label=label,
            adjustment="raw",
            as_of=min(answered, default=self.now()).replace(microsecond=0),
            details=details,
        )

    def _checked(self, symbols: Sequence[Symbol], resolution: Resolution, start: date, end: date) -> SecurityType:
        kinds = {symbol.security_type for symbol in symbols}
        if len(kinds) != 1:
            raise BadInput(
                "symbols of one kind at a time, and at least one", cure="ask for stocks and coins separately"
            )
        kind = kinds.pop()
        if start > end:
            raise BadInput(f"the range ends before it begins: {start} to {end}", cure="swap --from and --to")
        if (kind, resolution) not in _CHUNK_DAYS:
            raise BadInput(f"alpaca has no {resolution} bars of {kind}", cure="--resolution minute, hour or daily")
        self._require(kind)
        return kind

    def _require(self, kind: SecurityType) -> None:
        if not self.serves(kind):
            raise KeyRefused(
                f"alpaca needs a key for {kind}" if kind is _EQUITY else f"alpaca has no bars of {kind}",
                cure="set APCA_API_KEY_ID and APCA_API_SECRET_KEY" if kind is _EQUITY else "ask another vendor",
            )


def _range(
    symbols: Sequence[Symbol], resolution: Resolution, start: date, end: date, as_of: date | str | None
) -> StockRange:
    return StockRange(tuple(to_alpaca(symbol) for symbol in symbols), resolution, start, end, as_of)
