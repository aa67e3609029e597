"""What `%leanrig` returns: the command's object, with a display of its own for runs, signals, comparisons, searches."""

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from leanrig.clock import utc_now
from leanrig.notebook.child import Ended
from leanrig.notebook.run import Run
from leanrig.pipeline.notebook_html import block, chart, line, table

__all__ = ["Compared", "Page", "Said", "Searched", "SignalFiles", "shown"]

_ROWS = 5
_LINES = 12


class Said:
    """Whatever a command came to: `code`, `said` line by line, and the object `found` as `--json` prints it."""

    def __init__(self, ended: Ended) -> None:
        self.code = ended.code
        self.said = ended.said
        self.found = ended.found
        self.title = f"leanrig {' '.join(word for word in ended.arguments if word != '--json')}"

    @property
    def is_good(self) -> bool:
        """Whether the exit code is 0: done, and nothing speaks against it."""
        return self.code == 0

    def __repr__(self) -> str:
        return f"{self.title}: exit code {self.code}"

    def _repr_html_(self) -> str:
        plain = self.found if isinstance(self.found, dict) else {}
        rows = [(name, _short(value)) for name, value in plain.items()][:_LINES]
        return block(line(repr(self), is_small=True), table(rows))


class SignalFiles(Said):
    """Signal files that were made; `frames` has their rows by ticker."""

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The rows of each file, by ticker."""
        return {item["symbol"].split()[0]: _rows(Path(item["file"])) for item in self.found["signals"]}

    @property
    def rows(self) -> pd.DataFrame:
        """All rows under each other."""
        return pd.concat(self.frames.values(), ignore_index=True)

    def _repr_html_(self) -> str:
        parts = [line(self.title, is_small=True)]
        for ticker, frame in self.frames.items():
            counts = ", ".join(f"{name} {count:,}" for name, count in frame["regime"].value_counts().items())
            parts += [
                line(f"{ticker}: {len(frame):,} rows · {counts}", is_strong=True),
                chart(frame["signal_strength"].to_numpy(float), height=60),
                line("strength over all rows; the last ones:", is_small=True),
                frame.tail(_ROWS).to_html(index=False, border=0),
            ]
        return block(*parts)


class Compared(Said):
    """Runs held against each other; `parts` has one row for each part of each comparison."""

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return bool(self.found["equal"])

    @property
    def parts(self) -> pd.DataFrame:
        """How much of each part is equal, and the first difference with both sides."""
        return pd.DataFrame([row for one in self.found["comparisons"] for row in _parts(one)])

    def _repr_html_(self) -> str:
        sides = [
            f"{side['name']}: {side['folder']} ({side['engine']})" for side in self.found["comparisons"][0]["sides"]
        ]
        verdict = "equal" if self.is_equal else f"different, first in: {self._first()}"
        rows = self.parts.to_html(index=False, border=0, na_rep="")
        return block(line(verdict, is_strong=True), *(line(side, is_small=True) for side in sides), rows)

    def _first(self) -> str:
        firsts = [one["first"] for one in self.found["comparisons"] if one["first"]]
        return str(firsts[0]["what"]) if firsts else "inputs"


class Searched(Said):
    """A search over parameters; `folder` holds its table, for `research.sweep`."""

    @property
    def folder(self) -> Path:
        """Where table and trials lie."""
        return Path(self.found["files"][0]).parent

    @property
    def table(self) -> pd.DataFrame:
        """`trials.csv`: a row for each trial, the best one marked."""
        return pd.read_csv(self.folder / "trials.csv")

    def _repr_html_(self) -> str:
        best, trials = self.found.get("best"), self.found["trials"]
        values = ", ".join(f"{name} {value}" for name, value in best["parameters"].items()) if best else "none"
        statistic = self.found["target"]["statistic"]
        told = f"best of {len(trials)}: {values}" + (f" · {statistic} {best['value']:.2f}" if best else "")
        return block(
            line(self.title, is_small=True),
            line(told, is_strong=True),
            line("The best of many on the same days is no promise for other days.", is_small=True),
            line(str(self.folder), is_small=True),
        )


class Page(Said):
    """A page that was written: what it says first, and where it lies."""

    def _repr_html_(self) -> str:
        files = self.found.get("files") or {}
        places = [line(f"{form}: {path}", is_small=True) for form, path in files.items()]
        return block(line(self.title, is_small=True), line(str(self.found["headline"]), is_strong=True), *places)


_RUNS = ("run", "backtest", "report", "demo")


def shown(ended: Ended, folder: Path) -> "Said | Run":
    """Return what to show for a command that ended in `folder`: a run for those that made or told one."""
    name = next((word for word in ended.arguments if not word.startswith("-")), "")
    found = ended.found
    if name in _RUNS and isinstance(found, dict) and (place := _run_folder(found, folder)) is not None:
        return Run(place, now=utc_now())
    kinds: dict[str, tuple[type[Said], str]] = {
        "signals": (SignalFiles, "signals"),
        "compare": (Compared, "comparisons"),
        "optimize": (Searched, "trials"),
    }
    kind, needs = kinds.get(name, (Page, "headline"))
    return kind(ended) if isinstance(found, dict) and needs in found else Said(ended)


def _run_folder(found: dict[str, Any], folder: Path) -> Path | None:
    """Find the folder that a command's object speaks of, by the files it names."""
    told = found.get("backtest") if isinstance(found.get("backtest"), dict) else found
    names = [*(told or {}).get("files", ()), *(str(found[key]) for key in ("report", "page") if found.get(key))]
    places = {(folder / name).parent for name in names}
    return next((place for place in sorted(places) if (place / "run.json").is_file()), None)


def _rows(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, comment="#", parse_dates=["timestamp"])


def _parts(comparison: dict[str, Any]) -> list[dict[str, object]]:
    rows = []
    for name, part in comparison["parts"].items():
        first = part["differences"][0] if part["differences"] else {}
        rows.append(
            {"part": name, "equal": part["equal"], "of": part["total"], "first difference": first.get("what"),
             "left": first.get("left"), "right": first.get("right")}
        )  # fmt: skip
    return rows


def _short(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)}: {', '.join(str(item) for item in value[:3])}"[:200]
    return str(value)[:200]
