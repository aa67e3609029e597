"""Real daily bars inside a package: AAPL, MSFT, IBM and GOOG, 2000 to 2013, public domain (bokeh-sampledata).

Raw prices as they were quoted, with the adjusted close beside them: splits and dividends are derived from the ratio
of the two, as no list of them is in the table.
"""

import gzip
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files

import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS, BarSet, CorporateAction, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import session_closes
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["SAMPLE_TICKERS", "SampleProvider", "derive_actions"]

SAMPLE_TICKERS = ("AAPL", "GOOG", "IBM", "MSFT")
LABEL = "sample data, public domain"
_SPLIT_RATIO = 0.75
_NOISE = 2e-4
# The table does not change; the moment it was packed is what the bars are known as of.
_AS_OF = datetime(2013, 3, 1, 21, tzinfo=UTC)


class SampleProvider:
    """Bars for the first minute: no key, no network."""

    name = "sample"

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return raw daily bars; see `BarProvider`."""
        if symbol.security_type is not SecurityType.EQUITY or symbol.ticker not in SAMPLE_TICKERS:
            near = get_close_matches(symbol.ticker, SAMPLE_TICKERS, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadInput(
                f"the sample has no {symbol.ticker}",
                cure=f"{hint}it has {', '.join(SAMPLE_TICKERS)}; other vendors: --vendor simulator",
            )
        if resolution is not Resolution.DAILY:
            raise BadInput("the sample has daily bars only", where=str(symbol), cure="--resolution daily")
        table = _table(symbol.ticker)
        actions = derive_actions(table["close"], table["adjusted"])
        chosen = table[pd.Timestamp(start) : pd.Timestamp(end)]
        if chosen.empty:
            first, last = table.index[0].date(), table.index[-1].date()
            raise BadInput(
                f"the sample has no {symbol} from {start} to {end}", cure=f"choose dates from {first} to {last}"
            )
        closes = session_closes(symbol, chosen.index[0].date(), chosen.index[-1].date())
        frame = chosen[list(BAR_COLUMNS)].copy()
        frame.index = pd.DatetimeIndex(closes.reindex(chosen.index)).as_unit("us").rename("end_time")
        return BarSet(symbol, resolution, frame, _provenance(table), actions)


def derive_actions(closes: pd.Series, adjusted: pd.Series) -> tuple[CorporateAction, ...]:
    """Return the splits and dividends that explain how adjusted closes differ from raw ones.

    Parameters
    ----------
    closes, adjusted
        Raw and adjusted closes by session date.

    Notes
    -----
    The ratio adjusted/raw changes only where something happened. A step below 0.75 is a split by the nearest whole
    number (a dividend of a quarter of the price is not expected); any other step of more than 0.02 % is a dividend of
    `close * (1 - step)`, near the paid one but rounded as the adjusted close was.
    """
    ratios = adjusted / closes
    actions = []
    for before, after in zip(ratios.index[:-1], ratios.index[1:], strict=True):
        step = float(ratios[before] / ratios[after])
        if abs(step - 1) <= _NOISE:
            continue
        close = float(closes[before])
        split = 1 / round(1 / step) if step < _SPLIT_RATIO else 1.0
        rest = step / split
        dividend = close * (1 - rest) if abs(rest - 1) > _NOISE else 0.0
        actions.append(CorporateAction(after.date(), split, dividend, close))
    return tuple(actions)


def _provenance(table: pd.DataFrame) -> Provenance:
    ratio = float(table["adjusted"].iloc[-1] / table["close"].iloc[-1])
    return Provenance(
        vendor="sample",
        feed="bokeh-sampledata",
        label=LABEL,
        adjustment="raw",
        as_of=_AS_OF,
        licence="public domain",
        details={"final_ratio": f"{ratio:.10g}"},
    )


@lru_cache(maxsize=1)
def _all() -> pd.DataFrame:
    path = files("bokeh_sampledata").joinpath("_data", "stocks.csv.gz")
    with path.open("rb") as packed, gzip.open(packed, "rt") as text:
        return pd.read_csv(text, parse_dates=["Date"])


@lru_cache(maxsize=8)
def _table(ticker: str) -> pd.DataFrame:
    rows = _all()
    mine = rows[rows["Ticker"] == ticker].sort_values("Date").set_index("Date")
    names = {
        "Open": "open",
        "High": "high",
        "Low": "low",
        "Close": "close",
        "Volume": "volume",
        "Adj Close": "adjusted",
    }
    return mine[list(names)].rename(columns=names).astype("float64")
