"""Two equity curves in one box."""

import math
import re

from leanrig.model.result import Series
from leanrig.report.compare_chart import HEIGHT, WIDTH, equity_chart

DAY = 86_400


def series(*values: float, start: int = 0) -> Series:
    return Series("Equity", "$", "candle", tuple(start + DAY * number for number in range(len(values))), values)


def places(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+) ([^ML]+)", path)]


def test_both_curves_share_one_scale_and_one_time() -> None:
    chart = equity_chart(series(100.0, 120.0), series(110.0, 100.0, start=DAY))
    assert chart is not None
    assert places(chart.left) == [(0, HEIGHT), (WIDTH / 2, 0)]
    assert places(chart.right) == [(WIDTH / 2, HEIGHT / 2), (WIDTH, HEIGHT)]
    assert (chart.lowest, chart.highest) == ("100.00", "120.00")
    assert (chart.first_day, chart.last_day) == ("1970-01-01", "1970-01-03")


def test_a_flat_curve_and_one_that_is_not_there() -> None:
    chart = equity_chart(series(5.0, 5.0, math.nan), None)
    assert chart is not None
    assert places(chart.left) == [(0, HEIGHT), (WIDTH, HEIGHT)]
    assert chart.right == ""
    assert equity_chart(None, series()) is None


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    chart = equity_chart(series(*map(float, range(10_001))), None)
    assert chart is not None
    drawn = places(chart.left)
    assert len(drawn) == 500
    assert (drawn[0], drawn[-1]) == ((0, HEIGHT), (WIDTH, 0))
