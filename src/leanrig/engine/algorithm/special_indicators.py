"""Indicators that do not fit the table of `indicators.shortcuts`: several symbols, filters, the run's rates."""

from collections.abc import Callable, Iterable
from typing import Any

from leanrig.engine.enums import CorrelationType
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators import breadth, several_symbols
from leanrig.engine.indicators.composite import Identity
from leanrig.engine.indicators.filtered import FilteredIdentity
from leanrig.engine.indicators.regression import SharpeRatio
from leanrig.engine.indicators.volume import IntradayVwap, VolumeWeightedAveragePriceIndicator
from leanrig.engine.naming import Dotnet

__all__ = ["SpecialIndicatorsMixin"]


class SpecialIndicatorsMixin(Dotnet):
    """`identity`, `vwap`, `sr`, `b`, `c`, `cov`, `trin` and their kin."""

    risk_free_interest_rate_model: Any
    _lean_symbol_of: Callable[[Any], Symbol]
    _lean_config_of: Callable[..., Any]
    _lean_start_indicator: Callable[..., Any]
    create_indicator_name: Callable[..., str]

    def identity(
        self, symbol: Any, resolution: Any = None, selector: Any = None, field_name: str | None = None
    ) -> Identity:
        """A symbol's value as an indicator."""
        if isinstance(selector, str):
            selector, field_name = None, selector
        if callable(resolution) and selector is None:
            resolution, selector = None, resolution
        found = self._lean_symbol_of(symbol)
        made = Identity(self.create_indicator_name(found, field_name or "close", resolution))
        return self._lean_start_indicator((found,), made, resolution, selector, "close")  # type: ignore[no-any-return]

    def filtered_identity(
        self,
        symbol: Any,
        resolution: Any = None,
        selector: Any = None,
        filter: Any = None,
        field_name: str | None = None,
    ) -> FilteredIdentity:
        """A symbol's value where a condition on the bar holds."""
        found = self._lean_symbol_of(symbol)
        made = FilteredIdentity(self.create_indicator_name(found, field_name or "close", resolution), filter)
        return self._lean_start_indicator((found,), made, resolution, selector, "bar")  # type: ignore[no-any-return]

    def vwap(self, symbol: Any, period: int | None = None, resolution: Any = None, selector: Any = None) -> Any:
        """The mean price weighted by volume: of the last bars, or of the day so far where no period is given."""
        found = self._lean_symbol_of(symbol)
        if period is None:
            label = self.create_indicator_name(found, "VWAP", None)
            return self._lean_start_indicator((found,), IntradayVwap(label), None, None, "bar")
        label = self.create_indicator_name(found, f"VWAP({period})", resolution)
        made = VolumeWeightedAveragePriceIndicator(label, period)
        return self._lean_start_indicator((found,), made, resolution, selector, "bar")

    def sr(
        self,
        symbol: Any,
        sharpe_period: int,
        risk_free_rate: Any = None,
        resolution: Any = None,
        selector: Any = None,
    ) -> SharpeRatio:
        """The Sharpe ratio; without a rate of its own with the run's risk-free rate."""
        found = self._lean_symbol_of(symbol)
        form = f"SR({sharpe_period})" if risk_free_rate is None else f"SR({sharpe_period},{risk_free_rate})"
        rate = self.risk_free_interest_rate_model if risk_free_rate is None else risk_free_rate
        made = SharpeRatio(self.create_indicator_name(found, form, resolution), sharpe_period, rate)
        return self._lean_start_indicator((found,), made, resolution, selector, "close")  # type: ignore[no-any-return]

    # -- a target and a reference

    def b(self, target: Any, reference: Any, period: int, resolution: Any = None, selector: Any = None) -> Any:
        """Beta of a target to a reference."""
        return self._lean_dual(several_symbols.Beta, f"B({period})", target, reference, (period,), resolution, selector)

    def c(
        self,
        target: Any,
        reference: Any,
        period: int,
        correlation_type: CorrelationType = CorrelationType.PEARSON,
        resolution: Any = None,
        selector: Any = None,
    ) -> Any:
        """Correlation of a target with a reference."""
        rest = (period, correlation_type)
        return self._lean_dual(
            several_symbols.Correlation, f"C({period})", target, reference, rest, resolution, selector
        )

    def cov(self, target: Any, reference: Any, period: int, resolution: Any = None, selector: Any = None) -> Any:
        """Covariance of a target with a reference."""
        return self._lean_dual(
            several_symbols.Covariance, f"COV({period})", target, reference, (period,), resolution, selector
        )

    def _lean_dual(
        self,
        kind: Any,
        form: str,
        target: Any,
        reference: Any,
        rest: tuple[Any, ...],
        resolution: Any,
        selector: Any,
    ) -> Any:
        symbols = (self._lean_symbol_of(target), self._lean_symbol_of(reference))
        made = kind(self.create_indicator_name(Symbol.NONE, form, resolution), *symbols, *rest)
        return self._lean_start_indicator(symbols, made, resolution, selector, "bar")

    # -- a group of shares

    def trin(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """The Arms index of a group."""
        return self._lean_breadth(breadth.ArmsIndex, "TRIN", symbols, resolution, selector)

    def adr(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """Advancing over declining shares of a group."""
        return self._lean_breadth(breadth.AdvanceDeclineRatio, "A/D Ratio", symbols, resolution, selector)

    def advr(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """Advancing over declining volume of a group."""
        return self._lean_breadth(breadth.AdvanceDeclineVolumeRatio, "A/D Volume Rate", symbols, resolution, selector)

    def addiff(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """Advancing less declining shares of a group."""
        return self._lean_breadth(breadth.AdvanceDeclineDifference, "A/D Difference", symbols, resolution, selector)

    def _lean_breadth(self, kind: Any, form: str, symbols: Iterable[Any], resolution: Any, selector: Any) -> Any:
        group = tuple(self._lean_symbol_of(symbol) for symbol in symbols)
        shown = self._lean_config_of(group[0]).resolution if resolution is None else resolution
        made = kind(self.create_indicator_name(Symbol.NONE, form, shown))
        for symbol in group:
            made.add(symbol)
        return self._lean_start_indicator(group, made, resolution, selector, "bar")
