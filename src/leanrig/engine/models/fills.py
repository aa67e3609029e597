"""Which fill model a security has when none is chosen."""

from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import NotThereYet
from leanrig.engine.models.fills_base import FillModel, ImmediateFillModel
from leanrig.engine.models.fills_equity import EquityFillModel

__all__ = ["FillModel", "ImmediateFillModel", "fill_model_of"]

_IMMEDIATE = frozenset(
    (
        SecurityType.FOREX,
        SecurityType.CFD,
        SecurityType.CRYPTO,
        SecurityType.CRYPTO_FUTURE,
        SecurityType.BASE,
        SecurityType.INDEX,
    )
)


def fill_model_of(security: Any) -> FillModel:
    """Shares fill by Lean's model for shares, what trades over the counter or is not traded by the basic one."""
    if security.type is SecurityType.EQUITY:
        return EquityFillModel()
    if security.type in _IMMEDIATE:
        return ImmediateFillModel()
    raise NotThereYet(f"IBrokerageModel.get_fill_model for SecurityType.{security.type}")
