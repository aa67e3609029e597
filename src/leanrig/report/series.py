"""The charts' values as a table and as CSV: the twin of the plots for those who read."""

import numpy as np
from numpy.typing import NDArray

from leanrig.report import formats
from leanrig.report.fact import Column, Facts, FactTable, Row
from leanrig.report.stack import Stack, shown_time

__all__ = ["series_csv", "series_table"]


def series_table(facts: Facts, stack: Stack, currency: str) -> FactTable:
    """Return the charts' values at the end of each month (of each day where the run is short)."""
    places = _period_ends(stack.times)
    columns = [Column("time", "Until (UTC)", is_number=False)]
    columns += [Column(f"c{number}", _titled(key)) for number, key in enumerate(stack.lines)]
    units = {line.key: pane.unit for pane in stack.panes for line in pane.lines}
    rows: list[Row] = []
    for place in places:
        cells: list[tuple[float | str | None, str]] = [(int(stack.times[place]), shown_time(int(stack.times[place])))]
        for key, line in stack.lines.items():
            value = float(line.values[place])
            cells.append((value, _value_text(value, units[key], key, currency)))
        rows.append(tuple(cells))
    return facts.table("series", "The charts as a table", columns, rows, "result")


def series_csv(stack: Stack) -> str:
    """Return all values of all charts as CSV."""
    lines = [",".join(["time", *(key.replace(" ", "_") for key in stack.lines)])]
    for place, time in enumerate(stack.times):
        values = (float(line.values[place]) for line in stack.lines.values())
        lines.append(
            ",".join([shown_time(int(time)), *("" if np.isnan(value) else f"{value:.7g}" for value in values)])
        )
    return "\n".join(lines) + "\n"


def _period_ends(times: NDArray[np.int64]) -> list[int]:
    shown = [shown_time(int(time)) for time in times]
    length = 7 if times[-1] - times[0] > 75 * 86_400 else 10 if times[-1] - times[0] > 3 * 86_400 else 13
    ends = {text[:length]: place for place, text in enumerate(shown)}
    return sorted({0, *ends.values()})


def _value_text(value: float, unit: str, key: str, currency: str) -> str:
    if unit == "percent":
        return formats.percent(value)
    if unit == "money":
        return formats.price(value) if key.startswith("price") else formats.money(value, currency, decimals=0)
    return formats.ratio(value)


def _titled(key: str) -> str:
    return key[:1].upper() + key[1:]
