"""DRAFT: pages of bars from the data folder."""
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from leanrig.engine.data.config import span_us
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType
from leanrig.engine.feed.columns import Column, Unit, VolumeColumn
from leanrig.engine.feed.fill import daily_grid, fill_forward, step_grid
from leanrig.engine.feed.pages import QuotePage, Side, Times, TradePage
from leanrig.engine.files.draft_files import numbers
from leanrig.engine.hours.draft_hours import DAY_US, ordinal
from leanrig.engine.hours.zones import offset_us, to_local
from leanrig.engine.number import ONE


def _offsets(us, zone):
    q, inv = np.unique(us // 900_000_000, return_inverse=True)
    return np.array([offset_us(int(h) * 900_000_000, zone) for h in q], dtype=np.int64)[inv]

def to_utc(wall, zone):
    if zone == "UTC" or not len(wall): return wall
    return wall - _offsets(wall - _offsets(wall, zone), zone)

def to_wall(us, zone):
    return us if zone == "UTC" or not len(us) else us + _offsets(us, zone)

E4 = Decimal("0.0001")

class Reading:
    def __init__(self, files, config, hours, factors, mapfile, *, start_us, end_us, step_us, precise, delisting=None):
        self.files, self.config, self.hours, self.factors, self.mapfile = files, config, hours, factors, mapfile
        self.start_us, self.end_us, self.step_us, self.precise = start_us, end_us, step_us, precise
        self.equity = config.security_type is SecurityType.EQUITY
        self.span = span_us(config.resolution)
        self.zone = hours.zone
        self.first = to_local(start_us, self.zone).date(); self.last = to_local(end_us, self.zone).date()
        if delisting: self.last = min(self.last, delisting)
        self.carry = None
        self.last_end = -10**18

    def ticker(self, day): return self.mapfile.ticker(day, self.config.symbol.value) if self.mapfile else self.config.symbol.value

    def unit(self, day):
        mode = self.config.data_normalization_mode
        if not self.equity: return Unit(ONE), None
        if mode is DataNormalizationMode.RAW or self.factors is None: return Unit(E4), None
        row = self.factors.row(day)
        if row is None: return Unit(E4), None
        factor = row[1] * row[2] if mode in (DataNormalizationMode.ADJUSTED, DataNormalizationMode.SCALED_RAW) else row[2]
        if factor == 1: return Unit(E4), None
        return Unit(E4 * factor), ONE / factor

    def pages(self):
        if self.config.resolution >= Resolution.HOUR: yield from self.whole()
        else: yield from self.daily_files()

    def kind(self): return "quote" if issubclass(self.config.type, QuoteBar) else "trade"

    def daily_files(self):
        d = self.first
        while d <= self.last:
            if self.hours.is_date_open(d, self.config.extended_market_hours):
                page = self.day(d)
                if page is not None: yield page
            d += timedelta(days=1)

    def day(self, d):
        rows = self.files.rows(self.files.path(self.config.symbol, self.ticker(d), self.config.resolution, d, self.kind()))
        base = ordinal(d) * DAY_US
        cols = list(zip(*rows)) if rows else None
        if cols is None:
            start = np.empty(0, dtype=np.int64)
        else:
            start = np.array([int(float(x)) for x in cols[0]], dtype=np.int64) * 1000 + base
            if self.config.data_zone != self.zone: start = to_wall(to_utc(start, self.config.data_zone), self.zone)
        unit, vf = self.unit(d)
        return self.build(start, cols, [unit], None, [vf], d, d)

    def whole(self):
        rows = self.files.rows(self.files.path(self.config.symbol, self.ticker(self.last), self.config.resolution, None, self.kind()))
        if rows is None: return
        lo, hi = self.first.strftime("%Y%m%d"), (self.last + timedelta(days=1)).strftime("%Y%m%d")
        first = (self.first - timedelta(days=5)).strftime("%Y%m%d")
        rows = [r for r in rows if first <= r[0][:8] <= hi]
        if not rows: return
        cols = list(zip(*rows))
        days = [date(int(t[:4]), int(t[4:6]), int(t[6:8])) for t in cols[0]]
        start = np.array([ordinal(x) * DAY_US + (int(t[9:11]) * 60 + int(t[12:14])) * 60_000_000 for x, t in zip(days, cols[0])], dtype=np.int64)
        if self.config.data_zone != self.zone: start = to_wall(to_utc(start, self.config.data_zone), self.zone)
        units, vfs, of, seen = [], [], [], {}
        for x in days:
            row = self.factors.row(x) if self.factors else None
            key = row[0] if row else None
            if key not in seen:
                seen[key] = len(units); u, v = self.unit(x); units.append(u); vfs.append(v)
            of.append(seen[key])
        page = self.build(start, cols, units, np.array(of), vfs, self.first, self.last)
        if page is not None: yield page

    def strict(self): return self.precise and self.config.resolution is Resolution.DAILY and self.config.security_type in (SecurityType.EQUITY, SecurityType.INDEX)

    def build(self, start, cols, units, of, vfs, d0, d1):
        c = self.config
        ext = c.extended_market_hours
        opens, closes, local = self.hours.sessions(d0, d1, ext and c.resolution != Resolution.DAILY)
        n = len(start)
        if n:
            end = start + self.span
            if self.strict():
                day = start // DAY_US
                sday = local // DAY_US
                at = np.searchsorted(sday, day)
                ok = (at < len(sday)); ok[ok] = sday[at[ok]] == day[ok]
                at = np.where(ok, at, 0)
                s2 = np.where(ok, local[at] if len(local) else 0, start); e2 = np.where(ok, (local + closes - opens)[at] if len(local) else 0, end)
                start, end = s2, e2
            else: ok = np.ones(n, dtype=bool)
            emit = to_utc(end, self.zone)
            begin = to_utc(start, self.zone)
            at = np.searchsorted(closes, begin, side="right")
            inside = at < len(opens)
            inside[inside] = opens[at[inside]] < emit[inside]
            ok &= inside & (emit >= self.start_us) & (begin <= self.end_us)
            inc = np.r_[True, end[1:] > np.maximum.accumulate(end)[:-1]]
            ok &= inc & (end > self.last_end)
            keep = np.flatnonzero(ok)
        else:
            keep = np.empty(0, dtype=np.int64); end = emit = start
        start, end, emit = start[keep], end[keep], emit[keep]
        columns = self.columns(cols, keep, units, of, vfs) if cols is not None else None
        if len(end): self.last_end = int(end[-1])
        filled = None
        if c.fill_data_forward and self.step_us:
            step = min(self.step_us, self.span)
            if step == DAY_US and self.strict(): grid = daily_grid(opens, closes, local)
            elif step == DAY_US:
                loc = local // DAY_US * DAY_US; grid = daily_grid(to_utc(loc, self.zone), to_utc(loc + DAY_US, self.zone), loc)
            else: grid = step_grid(opens, closes, local, step)
            m = (grid.emit >= self.start_us) & (grid.emit <= self.end_us + 1)
            grid = type(grid)(grid.emit[m], grid.start[m], grid.end[m])
            carry = self.carry
            if carry is not None and len(grid.emit) and (not len(emit) or emit[0] > grid.emit[0]):
                s0, e0, m0, cc = carry
                emit = np.r_[m0, emit]; start = np.r_[s0, start]; end = np.r_[e0, end]
                columns = cc if columns is None else [joined(a, b) for a, b in zip(cc, columns)]
                drop = True
            else: drop = False
            if len(emit) == 0: return None
            f = fill_forward(emit, start, end, grid, keep_times=step < self.span)
            sel = slice(1, None) if drop else slice(None)
            source = f.source[sel]
            if len(columns[0]._mantissas): self.carry = (start[-1:], end[-1:], emit[-1:], [x.take(np.array([len(emit) - 1])) for x in columns])
            times = Times(f.emit[sel], f.start[sel], f.end[sel], f.copied[sel])
            columns = [x.take(source) for x in columns]
        else:
            if len(emit) == 0: return None
            times = Times(emit, start, end)
        if not len(times.emit): return None
        if self.kind() == "trade":
            o, h, l, cl, v = columns
            if times.filled is not None: v = v.blank(times.filled)
            return TradePage(c.symbol, times, open=o, high=h, low=l, close=cl, volume=v)
        b = Side(columns[0], columns[1], columns[2], columns[3], columns[4], columns[3]._mantissas != 0)
        a = Side(columns[5], columns[6], columns[7], columns[8], columns[9], columns[8]._mantissas != 0)
        return QuotePage(c.symbol, times, bid=b, ask=a)

    def columns(self, cols, keep, units, of, vfs):
        out = []
        vols = {5} if self.kind() == "trade" else {5, 10}
        for i in range(1, 6 if self.kind() == "trade" else 11):
            cells = [cols[i][k] if i < len(cols) else "0" for k in keep.tolist()]
            man, sc = numbers(cells)
            o = None if of is None else of[keep]
            if i in vols:
                if not self.equity:
                    u, uo = scaled(sc, ONE); out.append(VolumeColumn(man, u, uo)); continue
                if sc is not None: man = np.array([int(Decimal(x or 0)) for x in cells], dtype=np.int64)
                out.append(VolumeColumn(man, [Unit(v if v is not None else ONE) for v in vfs], o, rounded=any(v is not None for v in vfs)))
            elif not self.equity:
                u, uo = scaled(sc, ONE); out.append(Column(man, u, uo))
            else: out.append(Column(man, units, o))
        return out

def scaled(sc, one):
    if sc is None: return [Unit(ONE)], None
    return [Unit(Decimal(1).scaleb(-k)) for k in range(int(sc.max(initial=0)) + 1)], sc

def joined(a, b):
    n, m = len(a._mantissas), len(b._mantissas)
    units = list(a._units) + list(b._units)
    ua = np.zeros(n, dtype=np.int64) if a._unit_of is None else a._unit_of
    ub = np.zeros(m, dtype=np.int64) if b._unit_of is None else b._unit_of
    args = (np.r_[a._mantissas, b._mantissas], units, np.r_[ua, ub + len(a._units)])
    if isinstance(a, VolumeColumn): return VolumeColumn(*args, rounded=a._rounded or b._rounded)
    return Column(*args)
