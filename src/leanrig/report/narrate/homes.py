"""Which facts belong in which section: a sentence stands where at least one of its facts is at home. Pure."""

from collections.abc import Iterable, Mapping

from leanrig.report.narrate.language import SectionName

__all__ = ["belongs", "homes_of"]

_HOMES: Mapping[str, tuple[SectionName, ...]] = {
    "account": ("performance", "regimes", "trading"),
    "analysis": ("performance", "doubts"),
    "benchmark": ("performance", "regimes"),
    "comparison": ("performance", "doubts"),
    "data": ("data", "doubts"),
    "doubt": ("doubts",),
    "drawdown": ("performance",),
    "engine": ("data",),
    "fall": ("performance",),
    "history": ("history", "doubts"),
    "month": ("performance",),
    "orders": ("trading",),
    "pattern": ("patterns",),
    "previous": ("history",),
    "regime": ("regimes",),
    "rise": ("performance",),
    "search": ("history", "doubts"),
    "signal": ("regimes",),
    "statistics": ("performance", "trading"),
    "trade_statistics": ("trading",),
    "trades": ("trading", "doubts"),
    "year": ("performance",),
}


def belongs(keys: Iterable[str], section: SectionName) -> bool:
    """Whether a sentence that cites these facts may stand in the section; the summary takes all.

    Facts of a kind that has no home are at home everywhere.
    """
    kinds = [key.split(".", 1)[0] for key in keys]
    return section == "summary" or not kinds or any(section in _HOMES.get(kind, (section,)) for kind in kinds)


def homes_of(sections: Iterable[SectionName]) -> dict[str, list[str]]:
    """Return the kinds of facts that are at home in each section; the summary takes all and is not listed."""
    return {
        section: [kind for kind, homes in _HOMES.items() if section in homes]
        for section in sections
        if section != "summary"
    }
