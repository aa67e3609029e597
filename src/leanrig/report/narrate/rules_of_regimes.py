"""What the rules say of regimes, of the signals' worth, and of what recurs. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.rule_words import is_known, number, ordered

__all__ = ["patterns", "regimes"]


def regimes(table: CitableTable) -> Iterator[str | None]:
    """Yield sentences on the regime of now, the account in each regime, and how good the signals were."""
    if is_known(table, "regime.now", "regime.now.since"):
        yield "The record has {regime.now}, with {regime.now.since} and {regime.now.confidence}."
    if is_known(table, "regime.switches", "signal.switches_a_year"):
        yield "There were {regime.switches}, with {signal.switches_a_year}."
    for fact in table.group("regime.return"):
        part = fact.key.removesuffix(".return")
        yield ordered(table, fact.key, f"{part}.held_return")
        if is_known(table, f"{part}.share", f"{part}.dwell"):
            yield f"Keep in mind {{{part}.share}} and {{{part}.dwell}}."
    yield from _signals(table)


def _signals(table: CitableTable) -> Iterator[str]:
    if is_known(table, "signal.hit_rate", "signal.hit_error"):
        yield "Read {signal.hit_rate} together with {signal.hit_error}."
    if is_known(table, "signal.ic", "signal.ic_ratio", "signal.reading"):
        yield "{signal.ic} came with {signal.ic_ratio}."
        yield "Keep in mind {signal.reading}."


def patterns(table: CitableTable) -> Iterator[str | None]:
    """Yield how many conditions were tried and stood, then those that stood, or the one that came nearest."""
    if not is_known(table, "pattern.tried") or not number(table, "pattern.tried"):
        return
    yield "There were {pattern.tried}, with {pattern.stand}."
    keys = sorted(
        (key for key in table if key.startswith("pattern.") and key.endswith(".p_adjusted")),
        key=lambda key: (number(table, key.replace(".p_adjusted", ".p")) or 0.0, key),
    )
    most = int(number(table, "pattern.stand") or 0)
    for key in keys[: max(most, 1)]:
        part = key.removesuffix(".p_adjusted")
        yield ordered(table, f"{part}.mean", _overall(table, part), also=f", with {{{part}.count}}")
        yield f"Keep in mind {{{part}.reading}}, with {{{key}}}."


def _overall(table: CitableTable, part: str) -> str:
    """Return the key of the mean over all days with the same horizon."""
    measure = table[f"{part}.mean"].measure
    return next(key for key in table if key.startswith("pattern.any_") and table[key].measure == measure)
