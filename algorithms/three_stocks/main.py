# Rendered by leanrig from the recipe three_stocks; do not edit.
# Change generator/recipes/three_stocks.toml or the template, then run: leanrig render three_stocks
from AlgorithmImports import *

from signals.contract import Row
from signals.feed import SignalFeed
from signals.refresh import Refresh
from signals.sizing import Limits, Sizer

TICKERS = [
    "AAPL",
    "IBM",
    "MSFT",
]


class ThreeStocksAlgorithm(QCAlgorithm):
    """Trades the rows of a signal file, each from its own moment on and never before it."""

    def initialize(self) -> None:
        self.set_start_date(2002, 1, 2)
        self.set_end_date(2013, 2, 28)
        self.set_cash(100000)
        self.set_brokerage_model(BrokerageName.ALPACA, AccountType.MARGIN)
        self.settings.seed_initial_prices = True
        self._symbols = [self._add(ticker) for ticker in TICKERS]
        self.set_benchmark(self._symbols[1])
        self._sizers = [Sizer(self._limits()) for _ in TICKERS]
        self._wanted: list[tuple[float, str] | None] = [None for _ in TICKERS]
        self._feeds = [self._feed(ticker) for ticker in TICKERS]
        self._refresh = Refresh(self.object_store, self._feeds)
        self.schedule.on(
            self.date_rules.every_day(self._symbols[0]),
            self.time_rules.before_market_open(self._symbols[0], 5),
            self._act,
        )

    def _add(self, ticker: str) -> Symbol:
        return self.add_equity(ticker, Resolution.DAILY).symbol

    def _limits(self) -> Limits:
        return Limits(
            exposure=self.get_parameter("exposure", 0.3),
            regime_weights={
                "trending": 1.0,
                "mean_reverting": 0.3,
            },
            minimum_confidence=self.get_parameter("minimum_confidence", 0.5),
            long_only=False,
            maximum_drawdown=self.get_parameter("maximum_drawdown", 0.3),
            pause_rows=21,
            rebalance_band=self.get_parameter("rebalance_band", 0.05),
        )

    def _feed(self, ticker: str) -> SignalFeed:
        folder = self.get_parameter("signals", "signals/three_stocks")
        return SignalFeed(self.object_store, f"{folder}/{ticker.lower()}.csv", ticker, has_sessions=True)

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
        return self._feeds[number].due(self.utc_time)

    def _trade(self, number: int, symbol: Symbol) -> None:
        """Order what is wanted; a reversal is two orders: out first, in once that has filled."""
        wanted = self._wanted[number]
        if wanted is None or len(self.transactions.get_open_orders(symbol)) > 0:
            return
        weight, tag = wanted
        if self.portfolio[symbol].quantity * weight < 0:
            self.set_holdings(symbol, 0, tag=tag)
            return
        self._wanted[number] = None
        self.set_holdings(symbol, weight, tag=tag)
