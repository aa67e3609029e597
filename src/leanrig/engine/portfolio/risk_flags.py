"""Cheap proofs that an account cannot go broke and cannot get a margin call, so that loops need not look."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType

__all__ = ["may_be_broke", "may_be_called"]

_OWNED = frozenset((SecurityType.EQUITY, SecurityType.CRYPTO, SecurityType.BASE, SecurityType.INDEX))
# At this share of margin and below, what is owned without debt leaves more than the 5% at which Lean warns.
_SAFE_REQUIREMENT = Decimal("0.94")


def may_be_broke(portfolio: Any) -> bool:
    """False when all cash is positive and everything held is owned outright: prices are never below zero."""
    if any(cash.exact_amount < 0 for cash in portfolio.cash_book.values()) or portfolio.exact_cash <= 0:
        return True
    return any(
        security.type not in _OWNED or security.holdings.exact_quantity < 0 for security in portfolio.held.values()
    )


def may_be_called(portfolio: Any, *, broke: bool) -> bool:
    """False when nothing is held, or what is held is owned outright and binds clearly less than its value."""
    if not portfolio.held:
        return False
    if broke or portfolio.exact_unsettled_cash:
        return True
    return any(security.buying_power_model.most_margin > _SAFE_REQUIREMENT for security in portfolio.held.values())
