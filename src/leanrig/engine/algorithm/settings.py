"""Settings of an algorithm and of its universes, with Lean's defaults."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import DataMappingMode, DataNormalizationMode, Resolution
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO

__all__ = ["AlgorithmSettings", "UniverseSettings"]


class AlgorithmSettings(Dotnet):
    """`algorithm.settings`."""

    free_portfolio_value_percentage = Shown("exact_free_portfolio_value_percentage")
    free_portfolio_value = Shown("exact_free_portfolio_value")
    minimum_order_margin_portfolio_percentage = Shown("exact_minimum_order_margin_portfolio_percentage")
    max_absolute_portfolio_target_percentage = Shown("exact_max_absolute_portfolio_target_percentage")
    min_absolute_portfolio_target_percentage = Shown("exact_min_absolute_portfolio_target_percentage")

    def __init__(self) -> None:
        self.exact_free_portfolio_value_percentage = Decimal("0.0025")
        self.exact_free_portfolio_value: Decimal | None = None
        self.exact_minimum_order_margin_portfolio_percentage = Decimal("0.001")
        self.exact_max_absolute_portfolio_target_percentage = Decimal(1000000000)
        self.exact_min_absolute_portfolio_target_percentage = Decimal("0.0000000001")
        self.liquidate_enabled = True
        self.daily_precise_end_time = True
        self.daily_consolidation_use_extended_market_hours = False
        self.stale_price_time_span = timedelta(hours=1)
        self.automatic_indicator_warm_up = False
        self.rebalance_portfolio_on_security_changes: bool | None = None
        self.rebalance_portfolio_on_insight_changes: bool | None = None
        self.warmup_resolution: Resolution | None = None
        self.trading_days_per_year: int | None = None
        self.ignore_unknown_asset_holdings = True
        self.performance_sample_period = timedelta(0)
        self.databases_refresh_period = timedelta(days=1)
        self.seed_initial_prices = False
        self.data_subscription_limit = 2**31 - 1

    @property
    def warm_up_resolution(self) -> Resolution | None:
        return self.warmup_resolution

    @warm_up_resolution.setter
    def warm_up_resolution(self, resolution: Resolution | None) -> None:
        self.warmup_resolution = resolution


class UniverseSettings(Dotnet):
    """What securities that a universe selects are subscribed with."""

    leverage = Shown("exact_leverage")

    def __init__(
        self,
        resolution: Resolution = Resolution.MINUTE,
        leverage: object = 0,
        fill_forward: bool = True,
        extended_market_hours: bool = False,
        minimum_time_in_universe: timedelta = timedelta(days=1),
        data_normalization_mode: DataNormalizationMode = DataNormalizationMode.ADJUSTED,
        data_mapping_mode: DataMappingMode = DataMappingMode.OPEN_INTEREST,
        contract_depth_offset: int = 0,
        asynchronous: bool | None = None,
        selection_date_rule: Any = None,
    ) -> None:
        self.exact_leverage = ZERO
        self.resolution = resolution
        self.leverage = leverage
        self.fill_forward = fill_forward
        self.extended_market_hours = extended_market_hours
        self.minimum_time_in_universe = minimum_time_in_universe
        self.data_normalization_mode = data_normalization_mode
        self.data_mapping_mode = data_mapping_mode
        self.contract_depth_offset = contract_depth_offset
        self.asynchronous = asynchronous
        self.schedule = SelectionSchedule()
        if selection_date_rule is not None:
            self.schedule.on(selection_date_rule)


class SelectionSchedule(Dotnet):
    """The days on which a universe selects."""

    def __init__(self) -> None:
        self.rule: Any = None

    def on(self, date_rule: Any) -> None:
        self.rule = date_rule

    @property
    def initialized(self) -> bool:
        return self.rule is not None
