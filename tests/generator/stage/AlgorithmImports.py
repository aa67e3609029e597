"""A stage on which a rendered project plays alone: the few rules of Lean that it uses, each taken from recorded runs.

Not an engine: prices are floats, nothing costs anything, and whatever the projects do not use is an AttributeError.
An order sent while the market is closed fills at the open of the next bar; one sent while it is open fills at once at
the last close. Alpaca refuses orders at the open that cross zero, or are sent between 9:28 and 19:00.
"""

from bisect import bisect_right
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
Symbol = str
Slice = SimpleNamespace
Resolution = SimpleNamespace(DAILY="daily", HOUR="hour", MINUTE="minute")
Market = SimpleNamespace(COINBASE="coinbase")
TimeZones = SimpleNamespace(UTC=UTC)
AccountType = SimpleNamespace(MARGIN="margin", CASH="cash")
BrokerageName = SimpleNamespace(
    DEFAULT="default",
    INTERACTIVE_BROKERS_BROKERAGE="ib",
    ALPACA="alpaca",
    COINBASE="coinbase",
    CHARLES_SCHWAB="schwab",
    TRADE_STATION="ts",
)


class Portfolio:
    def __init__(self, algorithm):
        self._algorithm = algorithm
        self.cash = 0.0
        self.quantities = {}

    def __getitem__(self, symbol):
        return SimpleNamespace(quantity=self.quantities.get(symbol, 0.0))

    @property
    def total_portfolio_value(self):
        prices = self._algorithm.prices
        return self.cash + sum(quantity * prices[symbol] for symbol, quantity in self.quantities.items())


class ObjectStore:
    def __init__(self, root):
        self._root = root

    def contains_key(self, key):
        return (self._root / key).is_file()

    def read(self, key):
        return (self._root / key).read_text()


class QCAlgorithm:
    def play(self, *, bars, store, parameters):
        """Run from initialize to the end; `bars` are symbol -> [(end in UTC, open, close)]. Returns the orders."""
        self.bars, self.prices, self.orders, self.open_orders, self.events = bars, {}, [], [], []
        self._ends = {symbol: [end for end, _, _ in rows] for symbol, rows in bars.items()}
        self._parameters, self.object_store = parameters, ObjectStore(store)
        self.settings = SimpleNamespace(seed_initial_prices=False)
        self.portfolio, self.zone, self._warm_up, self.is_warming_up = Portfolio(self), NEW_YORK, timedelta(0), True
        self.is_crypto, self.broker = False, None
        self.date_rules = SimpleNamespace(every_day=lambda symbol: symbol)
        self.time_rules = SimpleNamespace(before_market_open=self._before_open)
        self.schedule = SimpleNamespace(on=lambda day, minutes, act: self.events.append((minutes, act)))
        self.transactions = SimpleNamespace(
            get_open_orders=lambda symbol: [order for order in self.open_orders if order["symbol"] == symbol]
        )
        self.initialize()
        self._go()
        return self.orders

    def set_start_date(self, *day):
        self._start = datetime(*day)

    def set_end_date(self, *day):
        self._end = datetime(*day) + timedelta(days=1)

    def set_time_zone(self, zone):
        self.zone = zone

    def set_cash(self, cash):
        self.portfolio.cash = float(cash)

    def set_brokerage_model(self, broker, account):
        self.broker = broker

    def set_benchmark(self, symbol):
        assert symbol in self.bars

    def set_warm_up(self, span):
        self._warm_up = span

    def add_equity(self, ticker, resolution):
        self.is_daily = resolution == "daily"
        return SimpleNamespace(symbol=ticker)

    def add_crypto(self, ticker, resolution, market):
        self.is_crypto, self.is_daily = True, resolution == "daily"
        return SimpleNamespace(symbol=ticker)

    def get_parameter(self, name, default):
        return type(default)(self._parameters[name]) if name in self._parameters else default

    def is_market_open(self, symbol):
        ends, local = self._ends[symbol], self.utc_time.astimezone(NEW_YORK)
        later = bisect_right(ends, self.utc_time)
        is_session = later < len(ends) and ends[later].astimezone(NEW_YORK).date() == local.date()
        return self.is_crypto or (is_session and local.time() >= time(9, 30))

    def set_holdings(self, symbol, weight, tag=""):
        assert not self.is_warming_up
        price, held = self.prices[symbol], self.portfolio[symbol].quantity
        target = weight * self.portfolio.total_portfolio_value / price
        target = int(target * 10**8) / 10**8 if self.is_crypto else float(int(target))
        if target == held:
            return
        order = {"created": self.utc_time, "symbol": symbol, "quantity": target - held, "tag": tag, "filled": None}
        self.orders.append(order)
        if self.is_market_open(symbol):
            self._fill(order, price)
        elif self.broker == "alpaca" and (target * held < 0 or time(9, 28) < self._clock() < time(19)):
            order["filled"] = "refused"
        else:
            self.open_orders.append(order)

    def _before_open(self, symbol, minutes):
        if self.is_crypto:
            raise RuntimeError("Unable to locate next market open within two weeks. Market is always open")
        return minutes

    def _clock(self):
        return self.utc_time.astimezone(NEW_YORK).time()

    def _fill(self, order, price):
        symbol, quantity = order["symbol"], order["quantity"]
        self.portfolio.quantities[symbol] = self.portfolio[symbol].quantity + quantity
        self.portfolio.cash -= quantity * price
        order |= {"filled": self.utc_time, "price": price}

    def _go(self):
        start = self._start.replace(tzinfo=self.zone).astimezone(UTC)
        end = self._end.replace(tzinfo=self.zone).astimezone(UTC)
        by_end = {}
        for symbol, rows in self.bars.items():
            for bar_end, bar_open, close in rows:
                by_end.setdefault(bar_end, {})[symbol] = (bar_open, close)
                if bar_end <= start and self.settings.seed_initial_prices:
                    self.prices[symbol] = close
        first = (self._start - self._warm_up).replace(tzinfo=self.zone).astimezone(UTC)
        for moment, act in sorted(self._moments(by_end), key=lambda found: found[0]):
            if first <= moment <= end:
                self.is_warming_up = moment <= start
                self.utc_time, self.time = moment, moment.astimezone(self.zone).replace(tzinfo=None)
                act()

    def _moments(self, by_end):
        for end, bars in by_end.items():
            yield end, lambda bars=bars: self._slice(bars)
        for day in {end.astimezone(NEW_YORK).date() for end in by_end}:
            for minutes, act in self.events:
                at = datetime.combine(day, time(9, 30), NEW_YORK) - timedelta(minutes=minutes)
                yield at.astimezone(UTC), act

    def _slice(self, bars):
        for order in [order for order in self.open_orders if order["symbol"] in bars]:
            self.open_orders.remove(order)
            self._fill(order, bars[order["symbol"]][0])
        self.prices |= {symbol: close for symbol, (_, close) in bars.items()}
        if hasattr(self, "on_data"):
            shown = {symbol: SimpleNamespace(close=close, is_fill_forward=False) for symbol, (_, close) in bars.items()}
            self.on_data(SimpleNamespace(bars=shown))
