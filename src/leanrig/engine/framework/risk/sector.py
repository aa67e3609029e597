"""No sector may hold too much of the account; needs fundamental data."""

from typing import Any

from leanrig.engine.errors import ArgumentOutOfRangeException, NotThereYet
from leanrig.engine.framework.risk.base import RiskManagementModel
from leanrig.engine.number import exact
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = ["MaximumSectorExposureRiskManagementModel"]


class MaximumSectorExposureRiskManagementModel(RiskManagementModel):
    """Reduces targets of a sector to a share of the account."""

    def __init__(self, maximum_sector_exposure: float = 0.20) -> None:
        if exact(maximum_sector_exposure) <= 0:
            raise ArgumentOutOfRangeException(
                "Specified argument was out of the range of valid values. (Parameter "
                "'MaximumSectorExposureRiskManagementModel: the maximum sector exposure cannot be a non-positive "
                "value.')"
            )

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:
        raise NotThereYet("MaximumSectorExposureRiskManagementModel.manage_risk")

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        """Lean's refusal: no security has fundamental data here."""
        raise Exception(  # as in Lean
            "MaximumSectorExposureRiskManagementModel.OnSecuritiesChanged: Please select a portfolio selection model "
            "that selects securities with fundamental data."
        )
