"""DRAFT feed."""
from datetime import date, timedelta
from decimal import Decimal
from leanrig.engine.enums import *
from leanrig.engine.data.config import span_us
from leanrig.engine.feed.draft_reading import Reading
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.feed.events import corporate_events, FactorRow, MapRow
from leanrig.engine.feed.stream import BarStream
from leanrig.engine.feed.pages import ListPage
from leanrig.engine.files.draft_files import Files, FactorFile, Maps
from leanrig.engine.hours.draft_hours import Database
from leanrig.engine.hours.zones import to_us, to_local
from leanrig.engine.identity import first_tickers_from
class Properties:
    def __init__(s, q): s.quote_currency=q; s.exact_lot_size=Decimal(1); s.exact_minimum_price_variation=Decimal("0.01"); s.exact_contract_multiplier=Decimal(1)
class Feed:
    def __init__(s, root, settings):
        s.files=Files(root); s.db=Database(f"{root}/market-hours/market-hours-database.json"); s.maps=Maps(s.files); s.settings=settings
        def first(t,m):
            mf=s.maps.get(t)
            if mf is None: return None
            return mf.rows[0][1], mf.rows[0][0]
        first_tickers_from(first)
    def market(s, symbol):
        return s.db.entry(symbol.id.market, symbol.value, symbol.security_type)
    def properties(s, symbol, default): return Properties(default)
    def first_kind(s, symbol, res): return None
    def streams(s, security, config, start, end, step):
        _, hours=s.market(config.symbol)
        ff=s.files.csv(f"equity/usa/factor_files/{config.symbol.value.lower()}.csv") if config.security_type is SecurityType.EQUITY else None
        factors=FactorFile(ff) if ff else None
        mf=s.maps.get(config.symbol.value) if config.security_type is SecurityType.EQUITY else None
        r=Reading(s.files,config,hours,factors,mf,start_us=start,end_us=end,step_us=step if config.fill_data_forward else 0,precise=s.settings.daily_precise_end_time)
        out=[BarStream(config,security,r.pages())]
        if config.type is TradeBar and config.security_type is SecurityType.EQUITY:
            dates=[]
            d=r.first
            while d<=r.last:
                if hours.is_date_open(d,False): dates.append(d)
                d+=timedelta(days=1)
            evs=list(corporate_events(config.symbol,dates=dates,factors=[FactorRow(*x) for x in factors.rows] if factors else [],maps=[MapRow(*x) for x in mf.rows] if mf else [],last_price=lambda d: Decimal(0)))
            evs=[e for e in evs if to_us(e.end_time,hours.zone)>=start]
            if evs: out.append(BarStream(config,security,iter([ListPage(config.symbol,[to_us(e.end_time,hours.zone) for e in evs],evs)]),event=True))
        return out
