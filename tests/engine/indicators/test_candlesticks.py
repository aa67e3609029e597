"""Candlestick patterns against TA-Lib's answers, bar by bar."""

from functools import cache
from typing import Any

import pytest
from engine.indicators.test_references import Row, rows_of

from leanrig.engine.enums import CandleRangeType, CandleSettingType
from leanrig.engine.indicators.candlesticks import one_bar
from leanrig.engine.indicators.candlesticks.catalogue import PATTERNS
from leanrig.engine.indicators.candlesticks.settings import CandleSetting, CandleSettings
from leanrig.engine.indicators.shortcut import load
from leanrig.engine.naming import pascal

FILES = ("spy_candle_patterns.txt", "ewz_candle_patterns.txt", "eurusd_candle_patterns.txt")
# TA-Lib's names where they are not the class's without its ending.
COLUMNS = {
    "three_black_crows": "3blackcrows", "three_inside": "3inside", "three_line_strike": "3linestrike",
    "three_outside": "3outside", "three_stars_in_south": "3starsinsouth", "three_white_soldiers": "3whitesoldiers",
    "two_crows": "2crows", "concealed_baby_swallow": "concealbabyswall", "gap_side_by_side_white": "gapsidesidewhite",
    "hikkake_modified": "hikkakemod", "identical_three_crows": "identical3crows", "high_wave_candle": "highwave",
    "long_line_candle": "longline", "short_line_candle": "shortline", "rise_fall_three_methods": "risefall3methods",
    "unique_three_river": "unique3river", "upside_gap_two_crows": "upsidegap2crows",
    "up_down_gap_three_methods": "xsidegap3methods",
}  # fmt: skip
# Left out by Lean's own tests too: decimals meet a limit that TA-Lib's doubles just miss, or sums begin otherwise.
ALMOST = {
    ("high_wave_candle", "spy"), ("high_wave_candle", "eurusd"), ("hikkake_modified", "ewz"),
    ("hikkake_modified", "eurusd"), ("morning_star", "eurusd"), ("rickshaw_man", "spy"), ("short_line_candle", "spy"),
    ("spinning_top", "spy"), ("stick_sandwich", "spy"), ("stick_sandwich", "eurusd"),
}  # fmt: skip


@cache
def rows(file: str) -> list[Row]:
    return list(rows_of(file))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", PATTERNS)
def test_every_bar_is_as_the_reference_has_it(kind: str, file: str) -> None:
    column = "cdl" + COLUMNS.get(kind, kind.replace("_", ""))
    pattern: Any = load(PATTERNS[kind].make)("pattern")
    for _ in range(2):
        different, compared = [], 0
        for bar, row in rows(file):
            pattern.update(bar)
            assert pattern.is_ready == (pattern.samples >= pattern.warm_up_period)
            if pattern.is_ready and row[column]:
                compared += 1
                if pattern.current.value * 100 != float(row[column]):
                    different.append(bar.time)
        assert compared > 400
        assert len(different) <= (4 if (kind, file.partition("_")[0]) in ALMOST else 0), different
        pattern.reset()
        assert (pattern.current.value, pattern.samples, pattern.is_ready) == (0, 0, False)


def test_names_are_the_classes_in_capitals() -> None:
    for kind, shortcut in PATTERNS.items():
        made = load(shortcut.make)()
        assert type(made).__name__ == pascal(kind)
        assert made.name == shortcut.form == pascal(kind).upper()


def test_a_setting_counts_for_the_patterns_that_are_made_after_it() -> None:
    kept = CandleSettings.get(CandleSettingType.BODY_DOJI)
    assert (kept.range_type, kept.average_period, kept.factor) == (CandleRangeType.HIGH_LOW, 10, 0.1)
    before = one_bar.Doji()
    try:
        CandleSettings.set(CandleSettingType.BODY_DOJI, CandleSetting(CandleRangeType.REAL_BODY, 4, 2))
        assert (one_bar.Doji().warm_up_period, before.warm_up_period) == (5, 11)
    finally:
        CandleSettings.set(CandleSettingType.BODY_DOJI, kept)
