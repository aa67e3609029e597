"""Kinds of look-ahead: what to call each, why it is one, how to mend it. Words only."""

from dataclasses import dataclass

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """The words of one kind."""

    what: str
    why: str
    cure: str


KINDS = {
    "later-bars": Kind(
        "an answer changes with bars that come after it",
        "when the answer was due, those bars did not exist",
        "compute it from the bars up to its own: roll, expand, or fit on the past alone",
    ),
    "early-stamp": Kind(
        "rows are stamped before the bars that they rest on have ended",
        "whoever acts at the stamp trades on prices of later that day",
        "stamp each row with the end of the last bar in it (its end_time), not with its date or its bar's start",
    ),
    "told-all": Kind(
        "the constructor is shown the whole history",
        "what it keeps of it knows all bars before the first is fed",
        "learn in `update`, from bars that have been fed, or on a schedule from the past alone",
    ),
    "negative-shift": Kind(
        "values are moved back in time",
        "a negative shift puts a later bar's value into this row",
        "shift by a positive number; keep what follows for labels, and train only on labels that are known",
    ),
    "centred-window": Kind(
        "the window is centred",
        "half of a centred window lies after its bar",
        "leave `center` away: a window then ends at its bar",
    ),
    "back-fill": Kind(
        "gaps are filled from later bars",
        "until the next bar came, its value was not known",
        "fill forward (`ffill`), or leave the gap",
    ),
    "interpolation": Kind(
        "gaps are interpolated in time",
        "a value between two bars needs the later one",
        "fill forward (`ffill`), or leave the gap",
    ),
    "whole-sample": Kind(
        "a statistic of the whole sample",
        "mean, extremes, quantiles and ranks of all bars know the later ones",
        "take it over a rolling or expanding window",
    ),
    "whole-fit": Kind(
        "something is fitted on all bars and used on the same ones",
        "its parameters know the bars that they are asked about",
        "fit on a schedule on the past alone, and use the parameters from the next bar on (signals/schedule.py)",
    ),
    "scaled-before-split": Kind(
        "features are scaled or reduced on all rows before the rows are parted in time",
        "mean and deviation of the later rows are in the earlier ones",
        "fit the scaler on the training rows only, as the first step of a pipeline",
    ),
    "smoothed-states": Kind(
        "states or probabilities are smoothed over all bars",
        "the Viterbi path and forward-backward posteriors of a bar use the bars after it",
        "use filtered probabilities, of the forward pass alone: `filtered_marginal_probabilities`, or signals/regimes",
    ),
    "shuffled-split": Kind(
        "rows of a time series are parted at random",
        "neighbours of every row that is judged were learned from, the later ones too",
        "part in time: `shuffle=False`, `TimeSeriesSplit`, or purged folds with an embargo",
    ),
    "forward-join": Kind(
        "rows are joined to later ones",
        "`direction='forward'` and `'nearest'` take a row that is not there yet",
        "use `direction='backward'`, on the times from which the rows are known",
    ),
    "left-label": Kind(
        "a longer bar is labelled with its start",
        "its close stands at a time when it was still open",
        "resample with `label='right', closed='right'`, so that its label is its end",
    ),
    "whole-group": Kind(
        "each bar is given a figure of its whole day or group",
        "the later bars of the group are in it",
        "use `cummax`, `cummin`, `expanding` within the group, or the finished group before",
    ),
    "last-of-all": Kind(
        "the last row of the whole history is used for earlier ones",
        "at those bars it was not the last, and not known",
        "take the last row of what was known by then: `known = x.iloc[: t + 1]`, then `known.iloc[-1]`",
    ),
    "next-index": Kind(
        "the next bar is read",
        "element t + 1 does not exist when bar t ends",
        "decide at t + 1 about t, or write the answer one bar later",
    ),
    "later-slice": Kind(
        "a slice reaches past its bar",
        "its last rows come after the moment that it is for",
        "end the slice at the bar itself",
    ),
    "newest-first": Kind(
        "rows are sorted newest first before a running figure is taken",
        "a window over reversed rows looks from the future back",
        "sort oldest first (`sort_index()`)",
    ),
    "backward-pass": Kind(
        "a loop runs from the last bar to the first",
        "what it carries along comes from later bars",
        "go forward, and carry what is known",
    ),
    "two-sided-filter": Kind(
        "a filter or a search that looks to both sides",
        "its value at a bar uses bars on either side of it",
        "use a one-sided one: an exponential mean, `scipy.signal.lfilter`, or a fit on the past alone",
    ),
    "same-bar-profit": Kind(
        "a position is paid the return of the bar that it was computed from",
        "the position is known when that bar has ended and its return is over",
        "hold it from the next bar on: `position.shift(1) * returns`",
    ),
    "daily-data-early": Kind(
        "daily custom data is known at its date's midnight",
        "`time` alone is set, so that Lean hands the row of a day out before that day has begun",
        "set `end_time` to the moment from which the row is known, at the earliest `time + timedelta(days=1)`",
    ),
    "fill-in-the-past": Kind(
        "orders are filled at a price of the bar that they were decided on",
        "open, high and low of that bar were over when its close was known",
        "leave the fill to Lean's model, or make its price worse, never older",
    ),
    "row-of-today": Kind(
        "today's row of a daily table is used before the day is over",
        "a daily row is known after that day's close",
        "use rows up to yesterday, or act after the close; better, a signal file and signals/feed.py",
    ),
    "universe-of-today": Kind(
        "the universe is chosen by today's file at the start of today",
        "what a day's list was made from is known at its end",
        "read the file of the session before, or name files by the moment from which they are known",
    ),
    "trained-on-file": Kind(
        "a model is trained before the first bar on a file that is not cut at the start",
        "the file reaches into the days that are traded",
        "cut it (`frame.loc[: self.start_date]`), or train on a schedule with `self.history`",
    ),
    "history-past-now": Kind(
        "history is asked for up to a moment after now",
        "in research it holds the future; in a backtest Lean cuts it, so that the two differ",
        "end it at `self.time`, or ask for a number of bars",
    ),
    "stale-price": Kind(
        "a price that was filled forward is compared with a fresh one",
        "one of the markets is closed: its price is hours or days old, and cannot be had",
        "act only when both were traded: `bar.is_fill_forward`, or `exchange.exchange_open`",
    ),
    "open-bar": Kind(
        "a consolidator's open bar is used as if it were finished",
        "its close, high and low change until it ends; research knew the finished bar",
        "use the bar that the consolidator hands to its handler",
    ),
}
