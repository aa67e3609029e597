"""`python benchmarks/start.py [--rounds N]`: from the start of the engine's process to the first `on_data`."""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bars import data_folder, workload

ALGORITHM = Path(__file__).parent / "algorithms" / "first_bar.py"


def main() -> None:
    """Measure several starts; the first fills the file cache and is left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    data = data_folder(workload("b"))
    starts = [start(data) for _ in range(rounds + 1)][1:]
    wall, processor = zip(*starts, strict=True)
    medians = {"median_s": statistics.median(wall), "median_cpu_s": statistics.median(processor)}
    print(json.dumps({name: round(seconds, 3) for name, seconds in medians.items()} | {"rounds": rounds}))


def start(data: Path) -> tuple[float, float]:
    """Return the seconds of one start, by the clock and of the processor (what a busy machine does not stretch)."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        job = {
            "algorithm_file": str(ALGORITHM),
            "algorithm_id": "first_bar",
            "data_folder": str(data),
            "output_folder": str(place / "out"),
            "object_store": str(place / "storage"),
        }
        (place / "job.json").write_text(json.dumps(job))
        (place / "out").mkdir()
        command = [sys.executable, "-P", "-m", "leanrig.engine.child", str(place / "job.json")]
        began = time.monotonic_ns()
        done = subprocess.run(command, cwd=place / "out", capture_output=True, text=True, check=False)
        found = re.search(r"^first (\d+) (\d+)$", done.stdout, re.MULTILINE)
        if found is None:
            raise SystemExit(done.stdout + done.stderr)
        return (int(found[1]) - began) / 1e9, int(found[2]) / 1e9


if __name__ == "__main__":
    main()
