"""`python play.py JOB.json`: play the project of the job on the stage beside this file and print its orders."""

import json
import sys
from datetime import datetime
from pathlib import Path

job = json.loads(Path(sys.argv[1]).read_text())
# Whatever else is installed (Lean's stubs have a package of the same name), the stage is the one that plays.
sys.path[:0] = [job["project"], str(Path(__file__).parent)]

import main  # noqa: E402  the project's

found = (kind for kind in vars(main).values() if isinstance(kind, type))
kinds = [kind for kind in found if kind.__module__ == "main" and hasattr(kind, "play")]
assert len(kinds) == 1, "one class a project"
bars = {symbol: [(datetime.fromisoformat(t), o, c) for t, o, c in rows] for symbol, rows in job["bars"].items()}
orders = kinds[0]().play(bars=bars, store=Path(job["store"]), parameters=job["parameters"])
for name, module in sys.modules.items():
    if name.partition(".")[0] in ("signals", "leanrig", "research", "generator"):
        assert Path(module.__file__).is_relative_to(job["project"]), f"{name} is not the project's own"
json.dump(orders, sys.stdout, default=str)
