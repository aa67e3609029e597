"""Coinbase as a source of bars: spot crypto, by minute, hour and UTC day, with a key or without.

Coinbase's page: docs.cdp.coinbase.com, Advanced Trade API.
"""

from collections.abc import Callable
from datetime import date

from leanrig.clock import utc_now
from leanrig.errors import BadInput, VendorFailed
from leanrig.model.bars import SANDBOX, BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.coinbase.candles import PAGE, Page, Window, joined, read_page, windows
from leanrig.providers.coinbase.reference import product, server_time
from leanrig.providers.coinbase.wire import Wire
from leanrig.providers.failures import KeyRefused, Refused, UnknownSymbol
from leanrig.providers.http.client import Http, Standing
from leanrig.providers.protocol import CompanyEvents
from leanrig.providers.symbols import to_coinbase

__all__ = ["CoinbaseProvider"]

_GRANULARITIES = {
    Resolution.MINUTE: "ONE_MINUTE",
    Resolution.HOUR: "ONE_HOUR",
    Resolution.DAILY: "ONE_DAY",
}
_CHUNK_DAYS = {Resolution.MINUTE: 7, Resolution.HOUR: 116, Resolution.DAILY: 2 * PAGE}
_A_DAY_S = 86_400
_CLOCK_SLACK_S = 30

Ask = Callable[[Window], tuple[Page, str] | None]
"""A window -> its page and who answered ("vendor", "cache", "stale"); None where no copy is held."""


class CoinbaseProvider:
    """See `VendorProvider`. `wire` also serves `reference` and `trading`."""

    name = "coinbase"

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def serves(self, security_type: SecurityType) -> bool:
        """Spot crypto, with a key or without."""
        return security_type is SecurityType.CRYPTO

    def chunk_days(self, symbol: Symbol, resolution: Resolution) -> int:  # noqa: ARG002
        """A week of minutes (29 requests), 116 days of hours (8), about two years of days (2)."""
        return _CHUNK_DAYS.get(resolution, 1)

    def requests_for(self, symbol: Symbol, resolution: Resolution, days: int) -> int:  # noqa: ARG002
        """Return the pages of 349 candles that `days` fill."""
        return -(-days * _A_DAY_S // (PAGE * _length_s(resolution)))

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return finished bars; see `VendorProvider`."""
        http, url, what, granularity = self._request(symbol, resolution)

        def ask(window: Window) -> tuple[Page, str]:
            read: list[Page] = []
            query = {**window.query, "granularity": granularity}
            answer = http.get(url, query, check=lambda answer: read.append(read_page(answer, what)))
            return read[0] if read else read_page(answer, what), answer.source

        try:
            got = self._assembled(symbol, resolution, start, end, ask)
        except Refused:
            if self.knows(symbol):
                raise
            raise _unknown(symbol) from None
        assert got is not None, "only copies may be missing"
        return got

    def held_bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet | None:
        """Return the same from copies alone, None where one is missing; see `VendorProvider`."""
        http, url, what, granularity = self._request(symbol, resolution)

        def ask(window: Window) -> tuple[Page, str] | None:
            answer = http.held(url, {**window.query, "granularity": granularity})
            return None if answer is None else (read_page(answer, what), answer.source)

        return self._assembled(symbol, resolution, start, end, ask)

    def events(self, symbol: Symbol, start: date, end: date) -> CompanyEvents:  # noqa: ARG002
        """Pairs of currencies have none."""
        return CompanyEvents()

    def knows(self, symbol: Symbol) -> bool:
        """Whether there is such a product."""
        try:
            product(self.wire, _product_id(symbol))
        except (UnknownSymbol, BadInput):
            return False
        return True

    def ping(self) -> None:
        """Ask for one account, or for the time where there is no key; a refused key is told from a wrong clock."""
        if self.wire.private is None:
            server_time(self.wire)
            return
        http, url = self.wire.account("/accounts")
        try:
            http.get(url, {"limit": 1}, cache=False)
        except KeyRefused as error:
            raise self._clock_or_key(error) from None

    def seconds_for(self, requests: int) -> float:
        """Return how long that many requests take under the limits; see `VendorProvider`."""
        return self.wire.asker.seconds_for(requests)

    def standing(self) -> Standing:
        """Return what the limits leave now."""
        return self.wire.asker.standing()

    def _clock_or_key(self, error: KeyRefused) -> KeyRefused:
        try:
            off_s = abs((utc_now() - server_time(self.wire)).total_seconds())
        except VendorFailed:
            return error
        if off_s <= _CLOCK_SLACK_S:
            return error
        return KeyRefused(
            f"coinbase refused the token: this machine's clock is off by {off_s:.0f} s",
            cure="set the clock by the network (timedatectl set-ntp true), then try again",
        )

    def _request(self, symbol: Symbol, resolution: Resolution) -> tuple[Http, str, str, str]:
        granularity = _granularity(resolution)
        product_id = _product_id(symbol)
        http, url = self.wire.market(f"/products/{product_id}/candles")
        return http, url, product_id, granularity

    def _assembled(self, symbol: Symbol, resolution: Resolution, start: date, end: date, ask: Ask) -> BarSet | None:
        if start > end:
            raise BadInput(f"{start} is after {end}", cure="give the earlier day first")
        what = _product_id(symbol)
        pages: list[tuple[Window, Page]] = []
        sources: set[str] = set()
        for window in windows(start, end, _length_s(resolution)):
            # What lies in the vendor's future is not asked for: our clock has no say in it.
            if pages and pages[-1][1].known_at.timestamp() <= window.start:
                break
            found = ask(window)
            if found is None:
                return None
            pages.append((window, found[0]))
            sources.add(found[1])
        frame, tally = joined(pages, _length_s(resolution), what)
        details = tally.details | {"source": _weakest(sources)}
        return BarSet(symbol, resolution, frame, self._provenance(pages[-1][1], details))

    def _provenance(self, last: Page, details: dict[str, str]) -> Provenance:
        suffix = f" · {SANDBOX}" if self.wire.is_loopback else ""
        return Provenance(
            vendor="coinbase",
            feed="Coinbase spot",
            label=f"Coinbase spot{suffix}",
            adjustment="raw",
            as_of=last.known_at.replace(microsecond=0),
            licence="Coinbase's terms: for your own use",
            details=details,
        )


def _weakest(sources: set[str]) -> str:
    return next((source for source in ("stale", "cache") if source in sources), "vendor")


def _granularity(resolution: Resolution) -> str:
    found = _GRANULARITIES.get(resolution)
    if found is None:
        raise BadInput(f"coinbase has no {resolution} bars", cure="--resolution minute, hour or daily")
    return found


def _length_s(resolution: Resolution) -> int:
    return int(resolution.length.total_seconds())


def _product_id(symbol: Symbol) -> str:
    if symbol.security_type is not SecurityType.CRYPTO:
        raise BadInput(f"coinbase has no {symbol.security_type} bars", where=str(symbol), cure="ask another vendor")
    return to_coinbase(symbol)


def _unknown(symbol: Symbol) -> UnknownSymbol:
    return UnknownSymbol(f"coinbase does not know {_product_id(symbol)}", cure="look its products up on coinbase.com")
