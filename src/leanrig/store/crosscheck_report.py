"""A cross-check for machines, and as a page that a person can read."""

from dataclasses import asdict
from typing import Any

from leanrig.store.crosscheck_result import Crosscheck, PriceDifference, Side

__all__ = ["as_json", "as_markdown"]


def as_json(found: Crosscheck) -> dict[str, Any]:
    """Return plain values; moments are ISO texts, unknown figures None."""
    whole: dict[str, Any] = asdict(found) | {
        "symbol": str(found.symbol),
        "resolution": str(found.resolution),
        "verdict": "good" if found.is_good else "bad",
        "missing_share": found.missing_share,
        "is_same_source": found.is_same_source,
    }
    plain: dict[str, Any] = _plain(whole)
    return plain


def as_markdown(found: Crosscheck) -> str:
    """Return the page: the two sides, the differences in basis points, the verdict with its reasons."""
    rows = [_price_row(price) for price in found.prices]
    return "\n".join([
        f"# {found.symbol} {found.resolution}: {found.one.vendor} against {found.other.vendor}",
        "",
        _span(found),
        "",
        "| vendor | feed | label | as of | bars | missing | first missing |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        _side_row(found.one),
        _side_row(found.other),
        "",
        "| price | median, bps | p95 | p99 | max | at | beyond the limit | bias, bps |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        *(f"- {line}" for line in _remarks(found)),
        "",
        f"Verdict: **{'good' if found.is_good else 'bad'}**",
        *(f"- {reason}" for reason in found.reasons),
        "",
    ])  # fmt: skip


def _span(found: Crosscheck) -> str:
    if found.first is None or found.last is None:
        return "no time is covered by both"
    return f"{found.first:%Y-%m-%d %H:%M} to {found.last:%Y-%m-%d %H:%M} UTC"


def _remarks(found: Crosscheck) -> list[str]:
    word = "revised since" if found.is_same_source else "with a price that differs at all"
    volume = "no volume" if found.volume_ratio is None else f"volume ratio {found.volume_ratio:.3f}"
    return [
        f"{found.common:,} bars in common, {found.different:,} {word}",
        f"{found.missing_share:.2%} of the bars stand in one only",
        volume,
        f"lag {found.lag.bars} bars; correlation of returns {found.lag.unshifted:.3f}",
    ]


def _side_row(side: Side) -> str:
    first = f"{side.first_missing:%Y-%m-%d %H:%M}" if side.first_missing else ""
    return (
        f"| {side.vendor} | {side.feed} | {side.label} | {side.as_of:%Y-%m-%d %H:%M} | {side.bars:,} | "
        f"{side.missing:,} | {first} |"
    )


def _price_row(price: PriceDifference) -> str:
    figures = (price.median_bps, price.p95_bps, price.p99_bps, price.max_bps)
    shown = " | ".join(f"{figure:,.2f}" for figure in figures)
    return f"| {price.column} | {shown} | {price.worst:%Y-%m-%d %H:%M} | {price.beyond:.2%} | {price.bias_bps:+.2f} |"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return None if value != value else value  # noqa: PLR0124 – NaN is no JSON
