"""Indicators that do not fit the table of `indicators.shortcuts`: several symbols, filters, the run's rates."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from leanrig.engine.enums import CorrelationType
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.shortcut import load
from leanrig.engine.naming import Dotnet

if TYPE_CHECKING:
    from leanrig.engine.indicators.candlesticks.constructors import CandlestickPatterns
    from leanrig.engine.indicators.composite import Identity
    from leanrig.engine.indicators.filtered import FilteredIdentity
    from leanrig.engine.indicators.ratios import SharpeRatio

__all__ = ["SpecialIndicatorsMixin"]


class SpecialIndicatorsMixin(Dotnet):
    """`identity`, `vwap`, `sr`, `a`, `b`, `c`, `cov`, `trin`, `candlestick_patterns` and their kin."""

    settings: Any
    risk_free_interest_rate_model: Any
    _lean_symbol_of: Callable[[Any], Symbol]
    _lean_config_of: Callable[..., Any]
    _lean_start_indicator: Callable[..., Any]
    create_indicator_name: Callable[..., str]

    @property
    def enable_automatic_indicator_warm_up(self) -> bool:
        """The setting's old name."""
        return bool(self.settings.automatic_indicator_warm_up)

    @enable_automatic_indicator_warm_up.setter
    def enable_automatic_indicator_warm_up(self, enable: bool) -> None:
        self.settings.automatic_indicator_warm_up = enable

    def identity(
        self, symbol: Any, resolution: Any = None, selector: Any = None, field_name: str | None = None
    ) -> "Identity":
        """A symbol's value as an indicator."""
        if isinstance(selector, str):
            selector, field_name = None, selector
        if callable(resolution) and selector is None:
            resolution, selector = None, resolution
        found = self._lean_symbol_of(symbol)
        made = load("composite.Identity")(self.create_indicator_name(found, field_name or "close", resolution))
        return self._lean_start_indicator((found,), made, resolution, selector, "close")  # type: ignore[no-any-return]

    def filtered_identity(
        self,
        symbol: Any,
        resolution: Any = None,
        selector: Any = None,
        filter: Any = None,
        field_name: str | None = None,
    ) -> "FilteredIdentity":
        """A symbol's value where a condition on the bar holds."""
        found = self._lean_symbol_of(symbol)
        label = self.create_indicator_name(found, field_name or "close", resolution)
        made = load("filtered.FilteredIdentity")(label, filter)
        return self._lean_start_indicator((found,), made, resolution, selector, "bar")  # type: ignore[no-any-return]

    def vwap(self, symbol: Any, period: int | None = None, resolution: Any = None, selector: Any = None) -> Any:
        """The mean price weighted by volume: of the last bars, or of the day so far where no period is given."""
        found = self._lean_symbol_of(symbol)
        if period is None:
            made = load("volume_weighted.IntradayVwap")(self.create_indicator_name(found, "VWAP", None))
            return self._lean_start_indicator((found,), made, None, None, "bar")
        label = self.create_indicator_name(found, f"VWAP({period})", resolution)
        made = load("volume_weighted.VolumeWeightedAveragePriceIndicator")(label, period)
        return self._lean_start_indicator((found,), made, resolution, selector, "bar")

    def sr(
        self,
        symbol: Any,
        sharpe_period: int,
        risk_free_rate: Any = None,
        resolution: Any = None,
        selector: Any = None,
    ) -> "SharpeRatio":
        """The Sharpe ratio; without a rate of its own with the run's risk-free rate."""
        found = self._lean_symbol_of(symbol)
        form = f"SR({sharpe_period})" if risk_free_rate is None else f"SR({sharpe_period},{risk_free_rate})"
        rate = self.risk_free_interest_rate_model if risk_free_rate is None else risk_free_rate
        made = load("ratios.SharpeRatio")(self.create_indicator_name(found, form, resolution), sharpe_period, rate)
        return self._lean_start_indicator((found,), made, resolution, selector, "close")  # type: ignore[no-any-return]

    @property
    def candlestick_patterns(self) -> "CandlestickPatterns":
        """The constructors of candlestick patterns."""
        made: CandlestickPatterns | None = self.__dict__.get("_lean_candlesticks")
        if made is None:
            kind = load("candlesticks.constructors.CandlestickPatterns")
            made = self.__dict__["_lean_candlesticks"] = kind(self)
        assert made is not None
        return made

    # -- a target and a reference

    def a(
        self,
        target: Any,
        reference: Any,
        alpha_period: int = 1,
        beta_period: int = 252,
        resolution: Any = None,
        risk_free_rate: Any = None,
        selector: Any = None,
    ) -> Any:
        """Alpha of a target over a reference; without a rate of its own with the run's risk-free rate."""
        form = f"A({alpha_period},{beta_period})"
        if risk_free_rate is not None:
            form = f"A({alpha_period},{beta_period},{risk_free_rate})"
        rate = self.risk_free_interest_rate_model if risk_free_rate is None else risk_free_rate
        symbols = (self._lean_symbol_of(target), self._lean_symbol_of(reference))
        label = self.create_indicator_name(symbols[0], form, resolution)
        made = load("alpha.Alpha")(label, *symbols, alpha_period, beta_period, rate)
        return self._lean_start_indicator(symbols, made, resolution, selector, "bar")

    def b(self, target: Any, reference: Any, period: int, resolution: Any = None, selector: Any = None) -> Any:
        """Beta of a target to a reference."""
        return self._lean_dual("Beta", f"B({period})", target, reference, (period,), resolution, selector)

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
        return self._lean_dual("Correlation", f"C({period})", target, reference, rest, resolution, selector)

    def cov(self, target: Any, reference: Any, period: int, resolution: Any = None, selector: Any = None) -> Any:
        """Covariance of a target with a reference."""
        return self._lean_dual("Covariance", f"COV({period})", target, reference, (period,), resolution, selector)

    def _lean_dual(
        self,
        kind: str,
        form: str,
        target: Any,
        reference: Any,
        rest: tuple[Any, ...],
        resolution: Any,
        selector: Any,
    ) -> Any:
        symbols = (self._lean_symbol_of(target), self._lean_symbol_of(reference))
        label = self.create_indicator_name(Symbol.NONE, form, resolution)
        made = load(f"several_symbols.{kind}")(label, *symbols, *rest)
        return self._lean_start_indicator(symbols, made, resolution, selector, "bar")

    # -- a group of shares

    def trin(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """The Arms index of a group."""
        return self._lean_group("breadth.ArmsIndex", "TRIN", symbols, (), resolution, selector)

    def adr(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """Advancing over declining shares of a group."""
        return self._lean_group("breadth.AdvanceDeclineRatio", "A/D Ratio", symbols, (), resolution, selector)

    def advr(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """Advancing over declining volume of a group."""
        kind = "breadth.AdvanceDeclineVolumeRatio"
        return self._lean_group(kind, "A/D Volume Rate", symbols, (), resolution, selector)

    def addiff(self, symbols: Iterable[Any], resolution: Any = None, selector: Any = None) -> Any:
        """Advancing less declining shares of a group."""
        return self._lean_group("breadth.AdvanceDeclineDifference", "A/D Difference", symbols, (), resolution, selector)

    def nhnl(self, symbols: Iterable[Any], period: int, resolution: Any = None, selector: Any = None) -> Any:
        """New highs less new lows of a group."""
        kind = "new_highs.NewHighsNewLows"
        return self._lean_group(kind, f"NH/NL({period})", symbols, (period,), resolution, selector)

    def nhnlv(self, symbols: Iterable[Any], period: int, resolution: Any = None, selector: Any = None) -> Any:
        """The volume of new highs over that of new lows of a group."""
        kind = "new_highs.NewHighsNewLowsVolume"
        return self._lean_group(kind, f"NH/NL Volume({period})", symbols, (period,), resolution, selector)

    def mosc(
        self,
        symbols: Iterable[Any],
        fast_period: int = 19,
        slow_period: int = 39,
        resolution: Any = None,
        selector: Any = None,
    ) -> Any:
        """McClellan's oscillator of a group."""
        periods = (fast_period, slow_period)
        form = f"MO({fast_period},{slow_period})"
        return self._lean_group("mcclellan.McClellanOscillator", form, symbols, periods, resolution, selector)

    def msi(
        self,
        symbols: Iterable[Any],
        fast_period: int = 19,
        slow_period: int = 39,
        resolution: Any = None,
        selector: Any = None,
    ) -> Any:
        """McClellan's summation index of a group."""
        periods = (fast_period, slow_period)
        form = f"MSI({fast_period},{slow_period})"
        return self._lean_group("mcclellan.McClellanSummationIndex", form, symbols, periods, resolution, selector)

    def _lean_group(
        self, kind: str, form: str, symbols: Iterable[Any], rest: tuple[Any, ...], resolution: Any, selector: Any
    ) -> Any:
        group = tuple(self._lean_symbol_of(symbol) for symbol in symbols)
        shown = self._lean_config_of(group[0]).resolution if resolution is None else resolution
        made = load(kind)(self.create_indicator_name(Symbol.NONE, form, shown), *rest)
        for symbol in group:
            made.add(symbol)
        return self._lean_start_indicator(group, made, resolution, selector, "bar")
