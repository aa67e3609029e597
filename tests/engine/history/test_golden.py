"""Probe algorithms run whole: what Python code saw inside real Lean, call by call."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from shared_reference import shared

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob

# The probes print whole numbers as numbers; enumerations of ours are numbers too, .NET's are not.
PLAIN = "if v is None or isinstance(v, (bool, int, str)): return v"
NAMED = "if hasattr(v, '_name_'): return str(v)\n    " + PLAIN

# What newer pandas and numpy call the same things.
SPELLED_NEWLY = {"pandas.DataFrame": "pandas.core.frame.DataFrame", "np.float64(nan)": "nan"}
NOT_COMPARED = {
    "repr(df)": "pandas breaks lines by its version and the terminal's width",
    "iterrows": "the probe prints the address of a .NET object",
    "current": "the texts of means: .NET keeps a 29th digit where it fits into 96 bits",
}
WARM_UPS = {
    "bars 5, daily": "bars_5_daily",
    "bars 5, hour": "bars_5_hour",
    "bars 20, minute": "bars_20_minute",
    "bars 3 DAILY on minute": "bars_3_DAILY_on_minute",
    "timedelta 3 days, daily": "timedelta_3_days_daily",
    "timedelta 1 day, hour": "timedelta_1_day_hour",
    "timedelta 4 days DAILY on minute": "timedelta_4_days_DAILY_on_minute",
    "no warm-up": "no_warm-up",
    "settings.automatic_indicator_warm_up": "settings.automatic_indicator_warm_up",
    "seed_initial_prices": "seed_initial_prices",
    "set_warmup name": "set_warmup_name",
}
# Left out: "bars 9 HOUR on daily", where Lean misses the first hour of the one symbol that is the benchmark too.


def probed(topic: str, probe: str, folder: Path, **parameters: str) -> Path:
    """Run a probe; return the folder of what it wrote."""
    source = shared("lean-results", "golden", topic)
    project, written = folder / "project", folder / "written"
    project.mkdir()
    written.mkdir()
    shutil.copy(source / f"{probe}.py", project / "main.py")
    library = (source / "probe_lib.py").read_text()
    assert PLAIN in library
    (project / "probe_lib.py").write_text(library.replace(PLAIN, NAMED))
    job = BacktestJob(
        project / "main.py",
        shared("lean-data"),
        folder / "output",
        folder,
        {"probe-out": str(written), **parameters},
    )
    outcome = EmbeddedRunner().run(job)
    assert list(written.iterdir()), outcome.console
    return written


def differences(ours: Any, leans: Any, path: str = "") -> list[str]:
    """Say where two answers differ; floats may by 1e-12 of their size."""
    if isinstance(ours, float) and isinstance(leans, float):
        same = ours == leans or abs(ours - leans) <= 1e-12 * max(abs(ours), abs(leans))
        return [] if same else [f"{path}: {ours} for {leans}"]
    if isinstance(ours, dict) and isinstance(leans, dict):
        return [
            text
            for key in sorted(ours.keys() | leans.keys())
            if key != "has_stack_text"
            for text in differences(ours.get(key), leans.get(key), f"{path}/{key}")
        ]
    if isinstance(ours, list) and isinstance(leans, list) and len(ours) == len(leans):
        return [
            text
            for place, (our, lean) in enumerate(zip(ours, leans, strict=True))
            for text in differences(our, lean, f"{path}[{place}]")
        ]
    ours = SPELLED_NEWLY.get(ours, ours) if isinstance(ours, str) else ours
    return [] if ours == leans else [f"{path}: {str(ours)[:100]} for {str(leans)[:100]}"]


@pytest.mark.parametrize("probe", ["history_equity", "history_intraday", "history_fx_crypto"])
def test_every_form_of_history_at_every_moment(probe: str, tmp_path: Path) -> None:
    leans = json.loads(shared("lean-results", "golden", "history", f"{probe}.json").read_text())
    ours = json.loads((probed("history", f"probe_{probe}", tmp_path) / f"{probe}.json").read_text())
    assert ours.keys() == leans.keys()
    found = [
        f"{moment} / {section} / {call} {text}"
        for moment, sections in leans.items()
        for section, calls in sections.items()
        for call, answer in (calls.items() if isinstance(calls, dict) else [("", calls)])
        if call not in NOT_COMPARED
        for text in differences(ours[moment][section][call] if call else ours[moment][section], answer)
    ]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("case", WARM_UPS)
def test_slices_of_a_warm_up_and_what_follows(case: str, tmp_path: Path) -> None:
    name = f"warm_up_{WARM_UPS[case]}.json"
    leans = json.loads(shared("lean-results", "golden", "warm-up", name).read_text())
    ours = json.loads((probed("warm-up", "probe_warm_up", tmp_path, case=case) / name).read_text())
    assert not differences(ours, leans)
