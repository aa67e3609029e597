"""What dividends and splits do to the account and to waiting orders."""

from typing import Any

from leanrig.engine.enums import DataNormalizationMode

__all__ = ["CorporateActions"]


class CorporateActions:
    """Applies events of the slice to an algorithm's portfolio."""

    def __init__(self, algorithm: Any) -> None:
        self._algorithm = algorithm

    def pay(self, dividend: Any) -> None:
        """Pay a dividend on what is held."""
        mode = self._mode(dividend.symbol)
        if mode is not None:
            self._algorithm.portfolio.apply_dividend(dividend, mode)

    def split(self, split: Any) -> None:
        """Change holdings, and with raw prices the waiting orders, by a split."""
        mode = self._mode(split.symbol)
        if mode is None:
            return
        self._algorithm.portfolio.apply_split(split, mode)
        if mode is DataNormalizationMode.RAW:
            self._algorithm.transactions.apply_split(split)

    def _mode(self, symbol: Any) -> DataNormalizationMode | None:
        security = self._algorithm.securities.by_symbol(symbol)
        if security is None:
            return None
        mode: DataNormalizationMode = security.data_normalization_mode
        return mode
