"""A page of 50,000 minute bars to a frame: ours, bare orjson with NumPy, and the vendors' own clients beside it.

Processor time, the smallest of several passes in turn, with the garbage collector frozen. The clients run in an
environment of their own, each beside the same bare way in the same process; without network they are left out.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.http.answer import Answer
from leanrig.providers.polygon.columns import read_page
from leanrig.providers.polygon.frames import framed

BARS, PASSES = 50_000, 15
START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = date(2024, 1, 1), date(2024, 2, 29)
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
LETTERS = "ohlcv"


def main() -> None:
    """Print one JSON object."""
    page = polygon_page()
    bare_frame, our_frame = bare(page), ours(page)
    best = fastest({"bare": lambda: bare(page), "ours": lambda: ours(page), "rows": lambda: by_rows(page)})
    result: dict[str, Any] = {
        "bars": BARS,
        "bytes": len(page),
        "ms": {name: round(1000 * seconds, 1) for name, seconds in best.items()},
        "ours_to_bare": round(best["ours"] / best["bare"], 3),
        "right": bool(
            (bare_frame.to_numpy() == our_frame.to_numpy()).all() and (bare_frame.index == our_frame.index).all()
        ),
        "clients": {name: client(name) for name in _CLIENTS},
    }
    print(json.dumps(result))


def ours(page: bytes) -> pd.DataFrame:
    """Everything between the body and the bars: parsing, checking, order, ends, what is not over."""
    answer = Answer("polygon", 200, page, START)
    columns, _ = read_page(answer.json(), "benchmark")
    return framed(columns, BTC, Resolution.MINUTE, *DAYS, known_until=datetime(2025, 1, 1, tzinfo=UTC)).bars


def bare(page: bytes) -> pd.DataFrame:
    """The least that makes a frame: no check at all."""
    rows = orjson.loads(page)["results"]
    count = len(rows)
    columns = {letter: np.fromiter((row[letter] for row in rows), np.float64, count) for letter in LETTERS}
    stamps = np.fromiter((row["t"] for row in rows), np.int64, count)
    index = pd.DatetimeIndex((stamps * 1000 + 60_000_000).view("M8[us]"), tz="UTC")
    return pd.DataFrame(columns, index=index)


def by_rows(page: bytes) -> pd.DataFrame:
    """What most people write."""
    frame = pd.DataFrame(orjson.loads(page)["results"])
    return frame.set_index(pd.to_datetime(frame["t"], unit="ms", utc=True))[list(LETTERS)]


def fastest(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the smallest processor time of each way, in seconds."""
    best = dict.fromkeys(ways, float("inf"))
    gc.collect()
    gc.freeze()
    gc.disable()
    for _ in range(PASSES):
        for name, way in ways.items():
            began = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - began)
    gc.enable()
    return best


def polygon_page() -> bytes:
    """A page as the vendor writes it: eight numbers a bar."""
    draw = np.random.default_rng(7)
    prices = np.round(40_000 * np.exp(np.cumsum(draw.normal(0, 0.0005, (BARS, 4)).ravel()).reshape(BARS, 4)), 2)
    volumes = np.round(draw.exponential(3, BARS), 8)
    first = int(START.timestamp() * 1000)
    rows = [
        {
            "v": v,
            "vw": o,
            "o": o,
            "c": c,
            "h": max(o, h, low, c),
            "l": min(o, h, low, c),
            "t": first + 60_000 * n,
            "n": 7 + n % 90,
        }
        for n, ((o, h, low, c), v) in enumerate(zip(prices.tolist(), volumes.tolist(), strict=True))
    ]
    return orjson.dumps(
        {"ticker": "X:BTCUSD", "queryCount": BARS, "resultsCount": BARS, "results": rows, "status": "OK"}
    )


def client(name: str) -> dict[str, Any] | str:
    """Return milliseconds and ratios of a vendor's client, or why there are none."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from _pytest.outcomes import Skipped
    from stacks import Stack, python_of

    pins, script = _CLIENTS[name]
    try:
        python = python_of(Stack(f"{name} benchmark", (*pins, "orjson", "numpy", "pandas")))
    except Skipped as error:
        return str(error)
    ran = subprocess.run([python, "-c", _COMMON + script], input=polygon_page(), capture_output=True, check=False)
    return orjson.loads(ran.stdout) if ran.returncode == 0 else ran.stderr.decode()[-300:]


_COMMON = """
import gc, json, sys, time
import numpy as np, orjson, pandas as pd
page = sys.stdin.buffer.read()
def bare(page=page):
    rows = orjson.loads(page)["results"]
    columns = {k: np.fromiter((r[k] for r in rows), np.float64, len(rows)) for k in "ohlcv"}
    stamps = np.fromiter((r["t"] for r in rows), np.int64, len(rows))
    return pd.DataFrame(columns, index=pd.DatetimeIndex((stamps * 1000).view("M8[us]"), tz="UTC"))
def show(ways):
    best = dict.fromkeys(ways, 1e9)
    gc.collect(); gc.freeze(); gc.disable()
    for _ in range(5):
        for name, way in ways.items():
            began = time.process_time(); way()
            best[name] = min(best[name], time.process_time() - began)
    print(json.dumps({n: {"ms": round(1000 * s, 1), "to_bare": round(s / best["bare"], 2)} for n, s in best.items()}))
"""

_CLIENTS = {
    "massive": (
        ("massive==2.9.1",),
        """
from massive.rest.models import Agg
def objects(): return [Agg.from_dict(row) for row in json.loads(page)["results"]]
show({"bare": bare, "objects": objects, "frame": lambda: pd.DataFrame(objects())})
""",
    ),
    "alpaca": (
        ("alpaca-py==0.44.0",),
        """
from alpaca.data.models import BarSet
rows = orjson.loads(page)["results"]
stamps = pd.to_datetime([r["t"] for r in rows], unit="ms", utc=True).strftime("%Y-%m-%dT%H:%M:%SZ")
theirs = [{**{k: v for k, v in r.items() if k != "t"}, "t": t} for r, t in zip(rows, stamps)]
page = orjson.dumps({"bars": {"BTC/USD": theirs}})
def objects(): return BarSet(json.loads(page)["bars"])
def plain():
    rows = orjson.loads(page)["bars"]["BTC/USD"]
    columns = {k: np.fromiter((r[k] for r in rows), np.float64, len(rows)) for k in "ohlcv"}
    return pd.DataFrame(columns, index=pd.DatetimeIndex(np.array([r["t"][:-1] for r in rows], "M8[us]"), tz="UTC"))
show({"bare": plain, "objects": objects, "frame": lambda: objects().df})
""",
    ),
}

if __name__ == "__main__":
    main()
