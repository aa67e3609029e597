"""What a check found, as lines for a person and as an object for a program."""

from typing import Any

from leanrig.pipeline.check import Checked
from leanrig.store.crosscheck_report import as_json
from leanrig.store.crosscheck_result import Crosscheck, PriceDifference

__all__ = ["check_lines", "described"]

_MOST_MOMENTS = 100


def check_lines(item: Checked) -> list[str]:
    """Return the lines: what was looked at, each finding with its grade, how it compares, the verdict."""
    quality = item.quality
    share = (quality.due - quality.missing) / quality.due if quality.due else 0.0
    head = (
        f"check  {quality.symbol} {quality.resolution} {quality.first:%Y-%m-%d} … {quality.last:%Y-%m-%d}  "
        f"{quality.bars:,} bars, {share:.2%} of {quality.due:,} due  {quality.label}"
    )
    findings = [f"  {finding.grade:<4}  {finding.fault:<18}  {finding.words}" for finding in quality.findings]
    compared = _compared(item.against) if item.against is not None else []
    return [head, *findings, *compared, f"  verdict: {_verdict(item)}"]


def described(item: Checked) -> dict[str, Any]:
    """Return the object: all figures; of each finding at most a hundred moments, and how many there are."""
    quality = item.quality
    return {
        "symbol": str(quality.symbol),
        "resolution": str(quality.resolution),
        "vendor": item.bar_set.provenance.vendor,
        "label": quality.label,
        "bars": quality.bars,
        "first": quality.first.isoformat(),
        "last": quality.last.isoformat(),
        "due": quality.due,
        "missing": quality.missing,
        "verdict": quality.verdict,
        "findings": [
            {
                "fault": str(finding.fault),
                "grade": str(finding.grade),
                "words": finding.words,
                "count": finding.count,
                "moments": [moment.isoformat() for moment in finding.moments[:_MOST_MOMENTS]],
            }
            for finding in quality.findings
        ],
        "against": None if item.against is None else as_json(item.against),
    }


def _compared(found: Crosscheck) -> list[str]:
    one, other = found.one, found.other
    word = "revised" if found.is_same_source else "different"
    volume = "" if found.volume_ratio is None else f"  volume x {found.volume_ratio:.3f}"
    return [
        f"  against {other.vendor}: {found.common:,} bars in common, {found.different:,} {word}  {other.label}",
        f"    only in one: {other.missing:,} here, {one.missing:,} there ({found.missing_share:.2%}){volume}",
        *(_price_line(price) for price in found.prices),
        *(f"    bad   {reason}" for reason in found.reasons),
    ]


def _price_line(price: PriceDifference) -> str:
    return (
        f"    {price.column:<5}  median {price.median_bps:6.2f} bps   99 % within {price.p99_bps:7.2f} bps   "
        f"most {price.max_bps:9,.2f} bps at {price.worst:%Y-%m-%d %H:%M} UTC"
    )


def _verdict(item: Checked) -> str:
    disagree = item.against is not None and not item.against.is_good
    return "bad: the two sources disagree" if disagree and item.quality.is_good else item.quality.verdict
