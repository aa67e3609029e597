"""An answer laid over what is kept: checked, compared, and what the rows of its days are then."""

import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS, QUOTE_COLUMNS, BarSet
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol
from leanrig.store.checks import check_bars
from leanrig.store.coverage import DayRange
from leanrig.store.period_files import empty_table
from leanrig.store.revisions import Difference

__all__ = ["checked_bars", "checked_quotes", "laid_over", "refuse_differing", "rows_of"]


def checked_bars(bar_set: BarSet, days: DayRange, where: str) -> pd.DataFrame:
    """Return the bars in the store's form; refuse what breaks a law or lies outside `days`."""
    if bar_set.bars.empty:
        return empty_table(BAR_COLUMNS)
    check_bars(bar_set.bars, where=where)
    return _plain(bar_set.symbol, bar_set.bars, BAR_COLUMNS, days, where)


def checked_quotes(bar_set: BarSet, days: DayRange, where: str) -> pd.DataFrame | None:
    """Return the quotes in the store's form; None where the answer has none."""
    quotes = bar_set.quotes
    if quotes is None or quotes.empty:
        return None
    ends = quotes.index
    if not isinstance(ends, pd.DatetimeIndex) or str(ends.tz) != "UTC" or not ends.is_monotonic_increasing:
        raise BadInput("the times of the quotes are not in order in UTC", where=where, cure="give end times in UTC")
    return _plain(bar_set.symbol, quotes, QUOTE_COLUMNS, days, where)


def laid_over(old: pd.DataFrame, new: pd.DataFrame, symbol: Symbol, days: DayRange | None) -> pd.DataFrame:
    """Return `new` with the rows of `old` that it leaves: those outside `days`, or all others where `days` is None."""
    if days is None:
        rest = old.loc[~old.index.isin(new.index)]
    else:
        rest = old.loc[~_within(symbol, old, days)]
    if rest.empty:
        return new
    return rest if new.empty else pd.concat([rest, new]).sort_index()


def rows_of(table: pd.DataFrame, symbol: Symbol, days: DayRange) -> pd.DataFrame:
    """Return the rows that belong to `days`."""
    return table.loc[_within(symbol, table, days)]


def refuse_differing(found: Difference, where: str) -> None:
    """Raise where a bar is not what it was."""
    if len(found.changed):
        raise BadInput(
            f"{len(found.changed)} bars differ from the stored ones, the first at {found.changed[0]}",
            where=where,
            cure="the vendor revised them: delete the symbol's folder below data/ and fetch again",
        )


def _within(symbol: Symbol, table: pd.DataFrame, days: DayRange) -> "pd.Series[bool]":
    found = bar_days(symbol, table.index)
    return (found >= pd.Timestamp(days.first)) & (found <= pd.Timestamp(days.last))  # type: ignore[return-value]


def _plain(symbol: Symbol, table: pd.DataFrame, columns: tuple[str, ...], days: DayRange, where: str) -> pd.DataFrame:
    plain = table[list(columns)].astype("float64")
    plain.index = pd.DatetimeIndex(table.index).as_unit("us").rename("end_time")
    inside = _within(symbol, plain, days)
    if not inside.all():
        raise BadInput(
            f"bars lie outside the days that were asked for ({days}), the first at {plain.index[~inside][0]}",
            where=where,
            cure="the provider must leave them out",
        )
    return plain
