# Rendered by leanrig from the recipe eur_regime; do not edit.
# Change generator/recipes/eur_regime.toml or the template, then run: leanrig render eur_regime
from AlgorithmImports import *

from signals.contract import Row
from signals.feed import SignalFeed
from signals.refresh import Refresh
from signals.sizing import Limits, Sizer

TICKERS = [
    "EURUSD",
]


class EurRegimeAlgorithm(QCAlgorithm):
    """Trades the rows of a signal file, each from its own moment on and never before it."""

    def initialize(self) -> None:
        self.set_time_zone(TimeZones.UTC)
        self.set_start_date(2024, 2, 12)
        self.set_end_date(2024, 6, 27)
        self.set_cash(100000)
        self.set_brokerage_model(BrokerageName.OANDA_BROKERAGE, AccountType.MARGIN)
        self.settings.seed_initial_prices = True
        self._symbols = [self._add(ticker) for ticker in TICKERS]
        self.set_benchmark(self._symbols[0])
        self._sizers = [Sizer(self._limits()) for _ in TICKERS]
        self._wanted: list[tuple[float, str] | None] = [None for _ in TICKERS]
        self._feeds = [self._feed(ticker) for ticker in TICKERS]
        self._refresh = Refresh(self.object_store, self._feeds)

    def _add(self, ticker: str) -> Symbol:
        return self.add_forex(ticker, Resolution.HOUR, Market.OANDA).symbol

    def _limits(self) -> Limits:
        return Limits(
            exposure=self.get_parameter("exposure", 2.0),
            regime_weights={
                "calm": 1.0,
                "volatile": 0.3,
            },
            minimum_confidence=self.get_parameter("minimum_confidence", 0.5),
            long_only=False,
            maximum_drawdown=self.get_parameter("maximum_drawdown", 0.2),
            pause_rows=48,
            rebalance_band=self.get_parameter("rebalance_band", 0.5),
        )

    def _feed(self, ticker: str) -> SignalFeed:
        folder = self.get_parameter("signals", "signals/eur_regime")
        return SignalFeed(self.object_store, f"{folder}/{ticker.lower()}.csv", ticker, has_sessions=False)

    def on_data(self, data: Slice) -> None:
        self._act()

    def _act(self) -> None:
        if self.live_mode:
            for complaint in self._refresh.complaints(self.utc_time):
                self.error(complaint)
        for number, symbol in enumerate(self._symbols):
            row = self._due(number)
            if row is not None:
                weight = self._sizers[number].decide(row, self.portfolio.total_portfolio_value)
                if weight is not None:
                    self._wanted[number] = (weight, row.tag)
            self._trade(number, symbol)

    def _due(self, number: int) -> Row | None:
        return self._feeds[number].due(self.utc_time, strictly_after=True)

    def _trade(self, number: int, symbol: Symbol) -> None:
        """Order what is wanted; a reversal is two orders: out first, in once that has filled."""
        wanted = self._wanted[number]
        if wanted is None or len(self.transactions.get_open_orders(symbol)) > 0:
            return
        if not self.is_market_open(symbol):
            return
        weight, tag = wanted
        if self.portfolio[symbol].quantity * weight < 0:
            self.set_holdings(symbol, 0, tag=tag)
            return
        self._wanted[number] = None
        self.set_holdings(symbol, weight, tag=tag)
