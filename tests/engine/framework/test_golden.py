"""The framework's models, rounds and universes against what Python saw inside real Lean."""

from pathlib import Path

import pytest
from engine.framework.framework_probes import differences

ORDER = {
    "daily": "bare",
    "daily_manual": "bare",
    "daily_warm_up": "bare",
    "hour": "lean",
    "minute": "lean",
    "minute_warm_up": "lean",
    "tst_minute": "bare",
}
CONSTRUCTION = (
    *("acc_default", "acc_none", "acc_none_long", "acc_none_percent", "acc_none_short", "create_default"),
    *("cw_default", "cw_none", "cw_none_short", "cw_td3", "ew_daily", "ew_default", "ew_func", "ew_hour", "ew_month"),
    *("ew_none", "ew_none_long", "ew_none_short", "ew_some", "ew_td3_noboth", "ew_td3_noins", "iw_default", "iw_none"),
    *("iw_none_long", "iw_td3_noins", "null_default", "own_default", "own_none", "own_td3"),
)
ALPHAS = ("constant_lib", "ema_lib", "macd_lib", "rsi_lib")
EXECUTION = ("immediate_min1", "null", "pylist", "stddev")
RISK = (
    *("composite", "ddportfolio", "ddsecurity", "ddtrailing", "empty", "generator", "other", "plainddsecurity"),
    *("profit", "same", "trailing", "tuple", "twice"),
)
UNIVERSES = {
    "hour_scheduled": "lean",
    "manual": "bare",
    "manual_and_add": "bare",
    "minute_extended": "lean",
    "minute_user_daily": "lean",
    "scheduled_8": "bare",
    "scheduled_midnight": "bare",
    "scheduled_week": "bare",
    "tst_user_hour": "bare",
    "tst_user_minute": "bare",
    "user_async": "bare",
    "user_daily": "bare",
    "user_daily_trade": "bare",
    "user_hour": "bare",
    "user_leverage": "bare",
    "user_min_time": "bare",
    "user_min_time_0": "bare",
    "user_no_fill": "bare",
    "user_none": "bare",
    "user_raw": "bare",
    "user_returns": "bare",
    "user_warm_up": "bare",
}


@pytest.mark.parametrize("case", ORDER)
def test_the_order_of_calls(case: str, tmp_path: Path) -> None:
    assert differences("framework", "probe_framework_order", case, tmp_path, data=ORDER[case]) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CONSTRUCTION)
def test_targets_step_by_step(case: str, tmp_path: Path) -> None:
    assert differences("framework", "probe_construction", case, tmp_path, data="bare") == []


@pytest.mark.slow
@pytest.mark.parametrize("resolution", ["daily", "minute"])
@pytest.mark.parametrize("model", ALPHAS)
def test_every_insight(model: str, resolution: str, tmp_path: Path) -> None:
    assert differences("framework", "probe_alphas", f"{model}_{resolution}", tmp_path, data="bare") == []


@pytest.mark.slow
def test_every_insight_of_historical_returns(tmp_path: Path) -> None:
    assert differences("framework", "probe_alphas", "historical_lib_daily", tmp_path, data="bare") == []


@pytest.mark.slow
@pytest.mark.parametrize("case", EXECUTION)
def test_orders_of_execution_models(case: str, tmp_path: Path) -> None:
    assert differences("framework", "probe_execution", case, tmp_path, data="lean") == []


@pytest.mark.slow
@pytest.mark.parametrize("case", RISK)
def test_what_risk_models_set(case: str, tmp_path: Path) -> None:
    assert differences("framework", "probe_risk", f"daily_{case}", tmp_path, data="bare") == []


@pytest.mark.slow
@pytest.mark.parametrize("case", UNIVERSES)
def test_who_is_selected_when(case: str, tmp_path: Path) -> None:
    assert differences("universe", "probe_universe", case, tmp_path, data=UNIVERSES[case]) == []
