"""Which file a fact rests on, and that file's hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from leanrig.report.cite.make import Source
from leanrig.report.inputs import ReportInputs

__all__ = ["Sources", "slug"]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a run by what they hold; `hashes` has those that the inputs do not, such as `run.json`."""

    inputs: ReportInputs
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def result(self) -> Source:
        """The engine's result file."""
        return self._role("result")

    @property
    def events(self) -> Source:
        """The engine's order events, or the result file where it left none."""
        return self._role("order events") if "order events" in self.inputs.result.files else self.result

    @property
    def monitor(self) -> Source:
        """Lean's report of its data requests."""
        roles = [role for role in ("data monitor", "failed requests") if role in self.inputs.result.files]
        return self._role(roles[0]) if roles else self.result

    @property
    def record(self) -> Source:
        """The record that leanrig keeps of a run."""
        return self.named("run.json")

    @property
    def recipe(self) -> Source:
        """The recipe that was rendered."""
        return self.named("recipe.toml")

    def signals(self, symbol: str) -> Source:
        """The signal file of a symbol."""
        ending = f"/{slug(symbol)}.csv"
        files = [file for file in self.inputs.files if f"/{file.name.lower()}".endswith(ending)]
        return Source(files[0].name, files[0].sha256) if len(files) == 1 else Source("signals")

    def prices(self, symbol: str) -> Source:
        """The stored bars of a symbol: several files, so no single hash."""
        line = self.inputs.prices.get(symbol)
        return Source(line.source if line is not None else "prices")

    def named(self, name: str) -> Source:
        """Return a file by its name."""
        known = {file.name: file.sha256 for file in self.inputs.files} | dict(self.inputs.result_files)
        return Source(name, (known | dict(self.hashes)).get(name, ""))

    @staticmethod
    def both(*sources: Source) -> Source:
        """Return several files as one source; without a hash unless they are one."""
        return reduce(lambda one, other: one if one == other else Source(f"{one.name}, {other.name}"), sources)

    def _role(self, role: str) -> Source:
        path = self.inputs.result.files.get(role)
        return Source(path.name, self.inputs.result_files.get(path.name, "")) if path is not None else Source(role)


def slug(text: str) -> str:
    """Return a name as a part of a key: lower case, nothing but letters, digits, `_` and `-`."""
    kept = "".join(
        letter if letter.isascii() and letter.isalnum() else "_" if letter in " _" else "-" for letter in text
    )
    return kept.strip("-_").lower() or "unnamed"
