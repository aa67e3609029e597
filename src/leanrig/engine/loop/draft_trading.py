"""DRAFT until orders and portfolio are there."""
from decimal import Decimal
from leanrig.engine.number import ZERO, ONE
class Cash:
    def __init__(s, symbol, amount): s.symbol=symbol; s.exact_amount=Decimal(amount); s.exact_conversion_rate=ONE
class Book(dict):
    account_currency="USD"
    def add(s, c, a, r): s[c]=Cash(c,a); return s[c]
class Holding:
    def __init__(s, sec): s.security=sec; s.exact_quantity=ZERO
    @property
    def hold_stock(s): return s.exact_quantity!=0
class Portfolio:
    may_be_broke=False; may_be_called=False
    def __init__(s, algo): s.cash_book=Book(); s.cash_book.add("USD",100000,1); s.algo=algo
    def scan_models(s,m): pass
    def prices_changed(s): pass
    @property
    def invested(s): return any(x.holdings.hold_stock for x in s.algo.securities.total)
    @property
    def exact_total_portfolio_value(s): return s.cash_book["USD"].exact_amount+sum((x.holdings.exact_quantity*x.exact_price for x in s.algo.securities.total), ZERO)
class Transactions:
    has_work=False
    def process_synchronous_events(s): pass
class Schedule:
    next_us=2**62
    def fire_before(s,m): pass
    def fire_until(s,m): pass
class Results:
    next_sample_us=2**62
    def __init__(s,log): s.log=log
    def step(s,m,force=False): pass
    def sample(s,m): pass
    def warmed(s): pass
    def broke(s): pass
