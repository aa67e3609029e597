"""A picture of stored bars: closes with what was found in them, holes shaded, volume below; readable in grey."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import BarSet
from leanrig.report.figure_lines import close_line, far_prices, holes, volume_columns
from leanrig.store.findings import Fault, Finding, Quality

__all__ = ["FIGURE_FORMS", "check_figure"]

FIGURE_FORMS = ("png", "svg", "pdf")
_STAMPS = {"png": "Software", "svg": "Date", "pdf": "CreationDate"}

_INK, _PALE, _SHADE = "#1a1a1a", "#8a8a8a", "#d9d9d9"
# Shapes tell the findings apart, so that a grey print does too.
_MARKS = {
    Fault.SPIKE: ("^", "spike"),
    Fault.JUMP: ("D", "jump"),
    Fault.WICK: ("v", "far high or low"),
    Fault.BROKEN_LAW: ("X", "broken law"),
    Fault.OUTSIDE_HOURS: ("s", "outside hours"),
    Fault.DUPLICATE: ("P", "stands twice"),
    Fault.FROZEN_PRICE: ("_", "frozen price"),
    Fault.ZERO_VOLUME: ("|", "no volume"),
    Fault.FUTURE: (">", "from the future"),
    Fault.MISSED_SPLIT: ("*", "split not listed"),
    Fault.WRONG_SPLIT: ("*", "split listed wrongly"),
    Fault.SPLIT_WITHOUT_JUMP: ("*", "listed split that no price shows"),
    Fault.ODD_ACTION: ("h", "odd split or dividend"),
    Fault.REPEATED_ACTION: ("h", "split or dividend twice"),
}


def check_figure(bar_set: BarSet, quality: Quality, *, form: str = "png") -> bytes:
    """Return the picture as a file's content.

    Raises
    ------
    Missing
        If matplotlib is not installed.
    BadInput
        If the form is none of `FIGURE_FORMS`.
    """
    if form not in FIGURE_FORMS:
        raise BadInput(f"a picture cannot be written as {form!r}", cure=f"end its name in .{', .'.join(FIGURE_FORMS)}")
    with _plain_style():
        figure = _drawn(bar_set, quality)
        out = io.BytesIO()
        # No date inside: the same bars give the same bytes.
        figure.savefig(out, format=form, dpi=150, metadata={_STAMPS[form]: None})
    return out.getvalue()


@contextmanager
def _plain_style() -> Iterator[None]:
    """Matplotlib's own defaults, whatever the user's settings are."""
    try:
        import matplotlib
    except ImportError:
        raise Missing("matplotlib is not installed", cure='pip install "leanrig[plot]"') from None
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams["svg.hashsalt"] = "leanrig"
        yield


def _drawn(bar_set: BarSet, quality: Quality) -> Any:
    from matplotlib.figure import Figure

    figure: Any = Figure(figsize=(11, 6.5), layout="constrained", facecolor="white")
    price, volume = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    bars = bar_set.bars[bar_set.bars.index.notna()].sort_index()
    _closes(price, bars, quality)
    _splits(price, bar_set, bars)
    _marks(price, bars, quality.findings)
    _volume(volume, bars)
    _dress(price, volume, bar_set, quality)
    return figure


def _closes(axes: Any, bars: pd.DataFrame, quality: Quality) -> None:
    missing = _moments(quality, Fault.MISSING_SESSIONS, Fault.MISSING_BARS)
    broken = bars.index.isin(_moments(quality, Fault.BROKEN_LAW))
    times, values = close_line(bars["close"][~broken], missing)
    axes.plot(times, values, color=_INK, linewidth=0.9, label="close, raw")
    for number, (first, last) in enumerate(holes(pd.DatetimeIndex(bars.index), missing)):
        axes.axvspan(first, last, facecolor=_SHADE, edgecolor=_PALE, linewidth=0.5, hatch="////", zorder=0,
                     label="bars missing" if number == 0 else None)  # fmt: skip


def _splits(axes: Any, bar_set: BarSet, bars: pd.DataFrame) -> None:
    first, last = bars.index[0], bars.index[-1]
    for action in bar_set.actions:
        day = pd.Timestamp(action.ex_date, tz="UTC")
        if action.split_factor != 1 and first < day <= last:
            axes.axvline(day, color=_PALE, linestyle=(0, (4, 3)), linewidth=1, zorder=1)
            axes.annotate(f"split {1 / action.split_factor:g}:1", (day, 1), xycoords=("data", "axes fraction"),
                          xytext=(3, -3), textcoords="offset points", va="top", fontsize=8, color=_INK)  # fmt: skip


def _marks(axes: Any, bars: pd.DataFrame, findings: tuple[Finding, ...]) -> None:
    once = bars[~bars.index.duplicated()]
    for fault, (shape, words) in _MARKS.items():
        moments = _of(findings, fault)
        if not len(moments):
            continue
        rows = once.reindex(moments)
        values = rows["close"]
        if fault is Fault.WICK:
            values = far_prices(rows)
            axes.vlines(rows.index, rows["low"], rows["high"], color=_INK, linewidth=0.7)
        elif fault is Fault.BROKEN_LAW:  # its own price says nothing: it stands where the line is
            values = once["close"].mask(once.index.isin(moments)).ffill().bfill().reindex(moments)
        axes.scatter(rows.index, values, label=f"{words} ({len(moments):,})", zorder=4, **_style(shape))


def _style(shape: str) -> dict[str, Any]:
    if shape in "_|X":
        return {"marker": shape, "s": 55, "color": _INK, "linewidth": 1.2}
    size = 140 if shape == "*" else 70
    return {"marker": shape, "s": size, "facecolor": "white", "edgecolor": _INK, "linewidth": 1.2}


def _volume(axes: Any, bars: pd.DataFrame) -> None:
    times, values, width = volume_columns(bars["volume"])
    axes.bar(times, values, width=width, color=_PALE, linewidth=0)


def _dress(price: Any, volume: Any, bar_set: BarSet, quality: Quality) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.ticker import EngFormatter, LogLocator, NullLocator, StrMethodFormatter

    known = bar_set.provenance
    head = f"{bar_set.symbol} {bar_set.resolution}   {quality.first:%Y-%m-%d} to {quality.last:%Y-%m-%d}"
    share = f"{quality.bars:,} bars, {quality.missing:,} of {quality.due:,} due are missing"
    origin = f"{known.vendor}, {known.feed}   ·   {known.label}"
    _title(price, f"{head}   verdict: {quality.verdict}", above=24, size=13)
    _title(price, f"{share}   ·   {origin}", above=8, size=9)
    if _is_wide(bar_set.bars["close"]):
        price.set_yscale("log")
        price.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        price.yaxis.set_minor_locator(NullLocator())
    price.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    price.set_ylabel("price", color=_INK)
    volume.set_ylabel("volume a bar", color=_INK)
    volume.set_xlabel("end of the bar, UTC", color=_INK)
    locator = AutoDateLocator(minticks=4, maxticks=10)  # type: ignore[no-untyped-call]
    volume.xaxis.set_major_locator(locator)
    volume.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    volume.yaxis.set_major_formatter(EngFormatter())
    price.legend(loc="best", fontsize=8, frameon=True, facecolor="white", edgecolor=_PALE, labelcolor=_INK)
    for axes in (price, volume):
        axes.set_axisbelow(True)
        axes.grid(color=_SHADE, linewidth=0.5)
        axes.tick_params(colors=_INK, labelsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.01)
    volume.set_ylim(bottom=0)


def _title(axes: Any, text: str, *, above: int, size: int) -> None:
    axes.annotate(text, (0, 1), xycoords="axes fraction", xytext=(0, above), textcoords="offset points",
                  fontsize=size, color=_INK, annotation_clip=False)  # fmt: skip


def _is_wide(closes: pd.Series) -> bool:
    """Whether prices span so much that only a logarithmic scale shows their moves."""
    sound = closes[closes > 0]
    return bool(len(sound) and sound.max() > 5 * sound.min())


def _moments(quality: Quality, *faults: Fault) -> pd.DatetimeIndex:
    return _of(quality.findings, *faults)


def _of(findings: tuple[Finding, ...], *faults: Fault) -> pd.DatetimeIndex:
    found = [finding.moments for finding in findings if finding.fault in faults]
    merged = np.unique(np.concatenate([moments.as_unit("us").asi8 for moments in found])) if found else np.zeros(0, int)
    return pd.DatetimeIndex(pd.to_datetime(merged, unit="us", utc=True)).as_unit("us")
