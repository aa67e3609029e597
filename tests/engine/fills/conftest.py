"""Securities with real hours, and a clock that the test sets."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.files.symbol_properties import SymbolProperties
from leanrig.engine.hours.database import HoursDatabase
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol
from leanrig.engine.models.fill_parameters import FillModelParameters
from leanrig.engine.models.slippage import NullSlippageModel
from leanrig.engine.portfolio.cash import Cash
from leanrig.engine.securities.clock import Clock
from leanrig.engine.securities.types import class_of

DATA = Path(__file__).resolve().parents[2] / "bare" / "data"
MINUTE = timedelta(minutes=1)


class Desk:
    """One security, its subscriptions and a clock in the exchange's time."""

    def __init__(self, ticker: str, kind: SecurityType, market: str) -> None:
        self.symbol = Symbol.create(ticker, kind, market)
        _, self.hours = HoursDatabase(DATA / "market-hours" / "market-hours-database.json").entry(market, ticker, kind)
        self.clock = Clock()
        self.asset = class_of(kind)(
            self.symbol,
            hours=self.hours,
            symbol_properties=SymbolProperties.get_default("USD"),
            quote_currency=Cash("USD", 0, 1),
            clock=self.clock,
        )
        self.asset.slippage_model = NullSlippageModel()
        self.stale = timedelta(hours=1)

    def subscribe(self, *types: type, resolution: Resolution = Resolution.MINUTE, extended: bool = False) -> None:
        for data_type in types:
            self.asset.subscription_list.append(
                SubscriptionDataConfig(
                    data_type,
                    self.symbol,
                    resolution,
                    data_zone=self.hours.zone,
                    exchange_zone=self.hours.zone,
                    extended_market_hours=extended,
                )
            )

    def get_subscription_data_configs(self, symbol: Symbol, include_internal_configs: bool = False) -> list:
        return list(self.asset.subscription_list)

    def us(self, moment: datetime) -> int:
        return to_us(moment, self.hours.zone)

    def at(self, moment: datetime) -> None:
        self.clock.now_us = self.us(moment)

    def trade(self, end: datetime, *prices: object, period: timedelta = MINUTE) -> None:
        self.asset.set_market_price(TradeBar(end - period, self.symbol, *prices, 100, period))

    def quote(self, end: datetime, bid: tuple, ask: tuple, period: timedelta = MINUTE) -> None:
        self.asset.set_market_price(QuoteBar(end - period, self.symbol, Bar(*bid), 0, Bar(*ask), 0, period))

    def fill(self, model, order):
        [event] = model.fill(FillModelParameters(self.asset, order, self, self.stale))
        return event


@pytest.fixture
def spy() -> Desk:
    return Desk("TST", SecurityType.EQUITY, "usa")


@pytest.fixture
def coin() -> Desk:
    return Desk("BTCUSD", SecurityType.CRYPTO, "coinbase")
