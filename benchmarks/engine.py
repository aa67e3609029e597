"""`python benchmarks/engine.py [a] [b] [--rounds N]`: the embedded engine against the bare loop, as one JSON object."""

import argparse
import json
import os
import re
import statistics
import tempfile
import time
from pathlib import Path

from bars import Workload, data_folder, workload
from floor import RIGHT, run_floor

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob

ALGORITHMS = Path(__file__).parent / "algorithms"
FILES = {"a": ALGORITHMS / "minute_cross.py", "b": ALGORITHMS / "daily_cross.py"}


def main() -> None:
    """Measure floor and engine in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["a", "b"], choices=["a", "b"])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(json.dumps({name: measure(workload(name), asked.rounds) for name in asked.names}, indent=2))


def measure(work: Workload, rounds: int) -> dict[str, object]:
    """Return bars a second of both (medians of the rounds), their ratio, and whether the answers are right."""
    data = data_folder(work)
    floors, runs, walls, processor, answers = [], [], [], [], set()
    for _ in range(rounds):
        seconds, orders, end = run_floor(work)
        floors.append(work.bars / seconds)
        began, used = time.perf_counter(), sum(os.times()[2:4])
        loop, *answer = run_engine(work.name, data)
        walls.append(time.perf_counter() - began)
        processor.append(sum(os.times()[2:4]) - used)
        runs.append(work.bars / loop)
        answers.add(tuple(answer))
    floor, engine = statistics.median(floors), statistics.median(runs)
    return {
        "bars": work.bars,
        "floor_bars_per_s": round(floor),
        "engine_bars_per_s": round(engine),
        "floor_over_engine": round(floor / engine, 2),
        "process_s": round(statistics.median(walls), 2),
        "process_cpu_s": round(statistics.median(processor), 2),
        "floor_answer": [orders, round(end, 2)],
        "engine_answer": sorted(answers),
        "right": answers == {RIGHT[work.name]},
    }


def run_engine(name: str, data: Path) -> tuple[float, int, float]:
    """Return the seconds of the engine's loop (data is read inside it), filled orders and the end equity."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        job = BacktestJob(FILES[name], data, place / "out", place / "storage")
        outcome = EmbeddedRunner().run(job)
        path = job.output / f"{outcome.algorithm_id}.json"
        if not path.exists():
            raise SystemExit(outcome.console)
        result = json.loads(path.read_text())
        if result["state"]["Status"] != "Completed":
            raise SystemExit(result["state"]["RuntimeError"])
        (seconds,) = re.findall(r"completed in ([0-9.]+) seconds", (job.output / "log.txt").read_text())
        filled = sum(order["status"] == 3 for order in result["orders"].values())
        return float(seconds), filled, float(result["statistics"]["End Equity"])


if __name__ == "__main__":
    main()
