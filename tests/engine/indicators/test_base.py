"""What all indicators share, as Python code sees it inside Lean (facts: golden/indicators, golden/objects)."""

from datetime import datetime

import pytest

from leanrig.engine.errors import ArgumentException, NotSupportedException
from leanrig.engine.indicators.bands import AverageTrueRange
from leanrig.engine.indicators.base import on_error
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage
from leanrig.engine.indicators.rolling_window import RollingWindow

DAY = datetime(2020, 1, 1)


def fed(*values: float) -> SimpleMovingAverage:
    average = SimpleMovingAverage("mine", 3)
    for n, value in enumerate(values):
        average.update(DAY.replace(day=1 + n), value)
    return average


def test_values_times_and_texts() -> None:
    average = fed(1.0, 2.0, 4.0, 8.0)
    assert average.is_ready
    assert average.samples == 4
    assert average.current.value == pytest.approx(14 / 3, rel=1e-15)
    assert str(average) == "4.66667"
    assert average.current.time == average.current.end_time == DAY.replace(day=4)
    assert average.previous is not None
    assert average.previous.value == pytest.approx(7 / 3, rel=1e-15)
    assert average.Current.Value == average.current.value
    average.reset()
    assert (average.samples, average.is_ready, str(average), str(average.current)) == (
        0,
        False,
        "0.0",
        "0001-01-01T00:00:00 - 0",
    )


def test_the_window_holds_two_and_grows_when_asked() -> None:
    average = fed(1.0)
    assert average.window.size == 2
    assert average[1].value == 0
    assert average[50] is None
    assert average.window.size == 51


def test_the_past_is_refused_with_one_line() -> None:
    said: list[str] = []
    on_error(said.append)
    average = fed(1.0, 2.0)
    assert not average.update(DAY, 99.0)
    assert not average.update(DAY, 99.0)
    assert average.samples == 2
    assert said == [
        "IndicatorBase.Update(): This is a forward only indicator: mine Input: 2020-01-01 00:00:00Z "
        "Previous: 2020-01-02 00:00:00Z. It will not be updated with this input."
    ]


def test_the_same_moment_twice_is_taken() -> None:
    average = fed(1.0)
    average.update(DAY, 3.0)
    assert average.current.value == 2.0


def test_comparisons() -> None:
    low, high = fed(1.0), fed(2.0)
    assert high > low
    assert high == 2.0
    assert high != low
    with pytest.raises(TypeError, match="Object must be of type SimpleMovingAverage"):
        _ = high > 1


def test_wrong_updates() -> None:
    with pytest.raises(NotSupportedException, match=r"AverageTrueRange does not support .* Update\(TradeBar\)"):
        AverageTrueRange(2).update(DAY, 5.0)
    with pytest.raises(ArgumentException):
        SimpleMovingAverage(0)


def test_an_event_for_each_new_value() -> None:
    heard: list[float] = []
    average = ExponentialMovingAverage(2)
    average.updated += lambda _, point: heard.append(point.value)
    for n, value in enumerate((1.0, 3.0, 5.0)):
        average.update(DAY.replace(day=1 + n), value)
    assert heard == pytest.approx([0.0, 2.0, 4.0])


def test_rolling_windows() -> None:
    window = RollingWindow[float](2)
    assert window[0] == 0.0
    for value in (1.0, 2.0, 3.0):
        window.add(value)
    assert list(window) == [3.0, 2.0]
    assert window[-1] == 2.0
    assert window.most_recently_removed == 1.0
    assert window[4] == 0.0
    assert (window.size, window.count, window.is_ready) == (5, 2, False)
    assert RollingWindow[object](1)[0] is None
    with pytest.raises(TypeError):
        _ = window[0:1]
