"""One year of BTCUSD minutes from the stand-in, without limits, into the store and Lean's folder.

Prints one JSON object. The floor is the least that any client must do: ask for the same pages, parse them with orjson,
write the closes as one parquet file. The stand-in runs in a process of its own; both clients meet it in turn.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
import requests

from leanrig.model.resolution import Resolution
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.vendors import provider_of
from leanrig.providers.symbols import parse_symbol
from leanrig.settings import load_settings
from leanrig.store.lean_format import read_lean

NOW = datetime(2025, 1, 12, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
BTC = parse_symbol("BTCUSD")
RUNS = 3


def main() -> None:
    process, environment = start_sandbox()
    try:
        rounds = []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                rounds.append((floor(environment, Path(folder)), ours(environment, Path(folder))))
    finally:
        process.terminate()
    bare, whole = (min(each[n][0] for each in rounds) for n in (0, 1))
    bars = {each[1][1] for each in rounds}
    print(json.dumps({
        "seconds": round(whole, 2), "floor_seconds": round(bare, 2), "ratio": round(whole / bare, 2),
        "bars": sorted(bars), "right": bars == {366 * 1440}, "all_seconds": [round(each[1][0], 2) for each in rounds],
    }))  # fmt: skip


def start_sandbox() -> tuple["subprocess.Popen[str]", dict[str, str]]:
    command = [sys.executable, "-m", "leanrig", "--quiet", "sandbox", "--now", NOW.isoformat()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    environment = {}
    while "APCA_API_SECRET_KEY" not in environment:
        name, _, value = process.stdout.readline().removeprefix("export ").strip().partition("=")
        environment[name] = value
    return process, environment


def ours(environment: dict[str, str], folder: Path) -> tuple[float, int]:
    """Return seconds and the bars that are in Lean's folder afterwards."""
    import os

    os.environ["LEANRIG_STATE"] = str(folder / "state")
    chain = provider_of("polygon", settings=load_settings(folder, environment))
    began = time.perf_counter()
    fetch(
        folder / "data", [BTC], chain, resolution=Resolution.MINUTE, start=YEAR[0], end=YEAR[1], last_year=2027, now=NOW
    )
    seconds = time.perf_counter() - began
    return seconds, len(read_lean(folder / "data", BTC, Resolution.MINUTE))


def floor(environment: dict[str, str], folder: Path) -> tuple[float, int]:
    """Return seconds and bars of a bare loop."""
    began = time.perf_counter()
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {environment['POLYGON_API_KEY']}"
    url = f"{environment['LEANRIG_POLYGON_URL']}/v2/aggs/ticker/X:BTCUSD/range/1/minute/{YEAR[0]}/{YEAR[1]}?limit=50000"
    closes = []
    while url:
        page = orjson.loads(session.get(url, timeout=30).content)
        closes.append(np.array([bar["c"] for bar in page["results"]]))
        url = page.get("next_url", "")
    frame = pd.DataFrame({"close": np.concatenate(closes)})
    frame.to_parquet(folder / "floor.parquet")
    return time.perf_counter() - began, len(frame)


if __name__ == "__main__":
    main()
