"""Doubts about what the run was fed with: simulated prices, gaps, files not found, bars of unknown origin. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.doubt import Case, Doubt

__all__ = ["doubts_of_data"]


def doubts_of_data(case: Case) -> Iterator[Doubt]:
    """Yield what other data may undo."""
    yield from _origin(case)
    yield from _gaps(case)
    missing = case.number("data.missing_files")
    if missing:
        yield Doubt(
            "missing_files", 46, f"{case.table['data.missing_files'].phrase}", "a run that finds all its files",
            ("data.missing_files",),
        )  # fmt: skip


def _origin(case: Case) -> Iterator[Doubt]:
    origins = case.inputs.origins
    if not origins:
        yield Doubt("no_origin", 35, "prices of unknown origin", "a record of where the bars came from")
    if any("simulat" in origin.label.lower() for origin in origins):
        yield Doubt(
            "simulated", 95, "simulated prices, which say nothing of a market", "prices of a market",
            tuple(key for key in case.table if key.startswith("data.") and key.endswith(".label")),
        )  # fmt: skip
    unchecked = [origin.symbol for origin in origins if origin.lacks_check]
    if unchecked:
        shown = ", ".join(unchecked[:3]) + (" and more" if len(unchecked) > 3 else "")
        yield Doubt(
            "unchecked", 44, f"prices of {shown} that were not held against a second source",
            "prices of another vendor that agree",
        )  # fmt: skip


def _gaps(case: Case) -> Iterator[Doubt]:
    keys = [key for key in case.table if key.startswith("data.") and key.endswith(".gaps") and case.number(key)]
    if keys:
        told = ", ".join(case.table[key].phrase for key in keys[:3])
        yield Doubt("gaps", 52, f"gaps in the data ({told})", "bars without a gap", tuple(keys))
