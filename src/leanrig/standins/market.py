"""One made-up market behind all stand-ins: the same prices for every vendor, but for what each adds of its own.

Nobody traded these prices. They are a function of seed, ticker and day alone, so that any page can be made at any time,
in any order, by any process, and two runs see the same.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np

from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType

__all__ = ["Dividend", "Listing", "Market", "MinuteBars", "Split"]

_FIRST_DAY = date(2018, 1, 1)
_DAYS = 365 * 20
_MINUTES = 1440
_STEPS = 4
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Split:
    """From the open of `ex_date` on there are `to` shares where there were `of`."""

    ex_date: date
    to: int
    of: int


@dataclass(frozen=True, slots=True)
class Dividend:
    """Cash a share, in dollars, for who holds it before `ex_date`."""

    ex_date: date
    cash: float


@dataclass(frozen=True, slots=True)
class Listing:
    """What the market knows of one symbol. `former` is the ticker before `renamed`; prices are dollars."""

    ticker: str
    name: str
    security_type: SecurityType
    price: float
    decimals: int
    volatility: float
    volume: float
    first_day: date = _FIRST_DAY
    splits: tuple[Split, ...] = ()
    dividends: tuple[Dividend, ...] = ()
    former: str = ""
    renamed: date | None = None


@dataclass(frozen=True, slots=True)
class MinuteBars:
    """Columns of equal length; `start_ms` is the start of each minute since the epoch, UTC."""

    start_ms: np.ndarray
    open: np.ndarray
    high: np.ndarray
    low: np.ndarray
    close: np.ndarray
    volume: np.ndarray
    trades: np.ndarray

    def __len__(self) -> int:
        return len(self.start_ms)

    def chosen(self, keep: np.ndarray) -> "MinuteBars":
        """Return the bars at `keep`, a mask or a slice's indices."""
        return MinuteBars(*(getattr(self, name)[keep] for name in _COLUMNS))

    def grouped(self, keys: np.ndarray, starts_ms: np.ndarray | None = None) -> "MinuteBars":
        """Return one bar for each run of equal `keys`; its start is its key, or given."""
        if not len(self):
            return self
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        last = np.r_[first[1:], len(keys)] - 1
        return MinuteBars(
            keys[first] if starts_ms is None else starts_ms,
            self.open[first],
            np.maximum.reduceat(self.high, first),
            np.minimum.reduceat(self.low, first),
            self.close[last],
            np.add.reduceat(self.volume, first),
            np.add.reduceat(self.trades, first),
        )


_COLUMNS = ("start_ms", "open", "high", "low", "close", "volume", "trades")

_EQUITY, _CRYPTO, _FOREX = SecurityType.EQUITY, SecurityType.CRYPTO, SecurityType.FOREX
LISTINGS = (
    Listing(
        "AAPL", "Apple Inc.", _EQUITY, 160.0, 2, 0.25, 120_000,
        splits=(Split(date(2024, 6, 10), 4, 1),),
        dividends=tuple(Dividend(date(year, month, 9), 0.24) for year in range(2019, 2027) for month in (2, 5, 8, 11)),
    ),
    Listing("MSFT", "Microsoft Corp", _EQUITY, 90.0, 2, 0.24, 60_000),
    Listing("IBM", "International Business Machines", _EQUITY, 150.0, 2, 0.22, 12_000),
    Listing("SPY", "SPDR S&P 500 ETF Trust", _EQUITY, 270.0, 2, 0.16, 200_000),
    Listing("META", "Meta Platforms, Inc.", _EQUITY, 180.0, 2, 0.35, 50_000, former="FB", renamed=date(2022, 6, 9)),
    Listing("BTCUSD", "Bitcoin - United States Dollar", _CRYPTO, 13_000.0, 2, 0.65, 4.0),
    Listing("ETHUSD", "Ethereum - United States Dollar", _CRYPTO, 750.0, 2, 0.8, 60.0),
    Listing("EURUSD", "Euro - United States Dollar", _FOREX, 1.2, 5, 0.08, 120.0),
    Listing("USDJPY", "United States Dollar - Japanese Yen", _FOREX, 112.0, 3, 0.09, 120.0),
)  # fmt: skip


class Market:
    """The made-up market; `venue` in its methods gives a vendor its own last basis point and share of the volume."""

    def __init__(self, *, seed: int = 7) -> None:
        self._seed = seed
        self._anchors: dict[str, np.ndarray] = {}

    def listing(self, ticker: str) -> Listing | None:
        """Return what is listed as `ticker` now, None where nothing is."""
        return next((item for item in LISTINGS if item.ticker == ticker), None)

    def listings(self, security_type: SecurityType) -> list[Listing]:
        """Return all of one type."""
        return [item for item in LISTINGS if item.security_type is security_type]

    def minutes(
        self, listing: Listing, start: datetime, end: datetime, *, venue: str = "", share: float = 1.0
    ) -> MinuteBars:
        """Return raw minute bars that start in `[start, end)`; stocks from 04:00 to 20:00 in New York.

        Parameters
        ----------
        venue
            Gives prices a difference of about one basis point of its own; empty for none.
        share
            Of the volume, such as 0.025 where one exchange alone is seen.
        """
        first, last = start.astimezone(UTC).date(), (end - timedelta(microseconds=1)).astimezone(UTC).date()
        first = max(first, listing.first_day)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        parts = [self._day(listing, day, venue, share) for day in days]
        if not parts:
            return _empty()
        whole = MinuteBars(*(np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS))
        low, high = int(start.timestamp() * 1000), int(end.timestamp() * 1000)
        return whole.chosen((whole.start_ms >= low) & (whole.start_ms < high))

    def _day(self, listing: Listing, day: date, venue: str, share: float) -> MinuteBars:
        draw = np.random.default_rng([self._seed, zlib.crc32(listing.ticker.encode()), day.toordinal()])
        path = self._path(listing, day, draw)
        volume = listing.volume * share * np.exp(draw.normal(0, 0.6, _MINUTES))
        if venue:
            own = np.random.default_rng([self._seed, zlib.crc32(venue.encode()), day.toordinal()])
            path = path * (1 + own.normal(0, 1e-4, _MINUTES))[:, None]
        prices = np.round(path * _factor(listing, day), listing.decimals)
        digits = 0 if listing.security_type is not _CRYPTO else 6
        start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
        bars = MinuteBars(
            start + np.arange(_MINUTES, dtype=np.int64) * _MINUTE_MS,
            prices[:, 0],
            prices.max(axis=1),
            prices.min(axis=1),
            prices[:, -1],
            np.maximum(np.round(volume, digits), 10.0**-digits),
            np.maximum((volume / listing.volume * 40).astype(np.int64), 1),
        )
        open_minutes = _open_minutes(listing.security_type, day)
        return bars if open_minutes is None else bars.chosen(open_minutes)

    def _path(self, listing: Listing, day: date, draw: np.random.Generator) -> np.ndarray:
        """Shape (1440, 5): opening price and four steps of each minute, bound to the day's two ends."""
        at = (day - _FIRST_DAY).days
        ends = self._daily(listing)[at : at + 2]
        sigma = listing.volatility / np.sqrt(365 * _MINUTES * _STEPS)
        walk = np.cumsum(draw.normal(0, sigma, _MINUTES * _STEPS))
        time = np.arange(1, len(walk) + 1) / len(walk)
        logs = ends[0] + walk - time * (walk[-1] - (ends[1] - ends[0]))
        steps = np.exp(logs).reshape(_MINUTES, _STEPS)
        opens = np.r_[np.exp(ends[0]), steps[:-1, -1]]
        path: np.ndarray = np.column_stack([opens, steps])
        return path

    def _daily(self, listing: Listing) -> np.ndarray:
        """Logarithms of the price at each midnight since the first day: calm and wild spells in turn."""
        if listing.ticker not in self._anchors:
            draw = np.random.default_rng([self._seed, zlib.crc32(listing.ticker.encode())])
            flips = draw.random(_DAYS) < 1 / 60
            wild = np.cumsum(flips) % 2
            sigma = listing.volatility / np.sqrt(365) * np.where(wild, 1.6, 0.6)
            steps = draw.normal(0.0004 - 0.0008 * wild, sigma)
            self._anchors[listing.ticker] = np.log(listing.price) + _pulled_back(steps)
        return self._anchors[listing.ticker]


def _pulled_back(steps: np.ndarray) -> np.ndarray:
    """Sum the steps with a pull towards where they began, so that years later prices still look like themselves."""
    sums = np.zeros(len(steps) + 1)
    for n, step in enumerate(steps):
        sums[n + 1] = 0.997 * sums[n] + step
    return sums


def _factor(listing: Listing, day: date) -> float:
    """What a raw price of `day` is times the continuous one: before a 4:1 split it was four times as high."""
    factor = 1.0
    for split in listing.splits:
        if day < split.ex_date:
            factor *= split.to / split.of
    return factor


def _open_minutes(security_type: SecurityType, day: date) -> np.ndarray | None:
    """Minutes of the UTC day in which such symbols trade; None for all of them."""
    if security_type is _CRYPTO:
        return None
    window = _forex_window(day) if security_type is _FOREX else _extended_hours(day)
    return np.arange(*window)


@lru_cache(maxsize=4096)
def _extended_hours(day: date) -> tuple[int, int]:
    """04:00 to 20:00 in New York, until midnight UTC at most; 13:00 closes keep their short evening."""
    calendar = exchange_calendar(_FIRST_DAY.year, _FIRST_DAY.year + _DAYS // 365)  # one for all: each takes as long
    try:
        opens, closes = calendar.opens[day.isoformat()], calendar.closes[day.isoformat()]
    except KeyError:
        return 0, 0
    first = opens - timedelta(hours=5, minutes=30)
    last = closes + timedelta(hours=4)
    return first.hour * 60 + first.minute, min(last.hour * 60 + last.minute or _MINUTES, _MINUTES) if (
        last.date() == day
    ) else _MINUTES


def _forex_window(day: date) -> tuple[int, int]:
    """Sunday 22:00 to Friday 21:00 UTC, the same in summer and winter."""
    weekday = day.weekday()
    return {5: (0, 0), 6: (22 * 60, _MINUTES), 4: (0, 21 * 60)}.get(weekday, (0, _MINUTES))


def _empty() -> MinuteBars:
    floats = np.empty(0)
    whole = np.empty(0, dtype=np.int64)
    return MinuteBars(whole, floats, floats, floats, floats, floats, whole)
