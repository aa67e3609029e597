"""DRAFT until the room hours is there."""
import json
from datetime import date, datetime, timedelta

import numpy as np

from leanrig.engine.hours.zones import offset_us

DAYS = ["monday","tuesday","wednesday","thursday","friday","saturday","sunday"]

def span(t):
    d = 0
    if "." in t: a, t = t.split("."); d = int(a)
    h, m, s = map(int, t.split(":"))
    return ((d*24+h)*3600+m*60+s)*1_000_000

DAY_US = 86_400_000_000
EPOCH = date(1970,1,1)

def ordinal(d): return (d - EPOCH).days

class ExchangeHours:
    def __init__(self, e):
        self.zone = e["exchangeTimeZone"]
        self.week = [[(span(s["start"]), span(s["end"]), s["state"]) for s in e.get(d, [])] for d in DAYS]
        p = lambda t: (lambda m,d,y: date(y,m,d))(*map(int,t.split("/")))
        self.holidays = {p(h) for h in e.get("holidays", [])}
        self.early = {p(k): span(v) for k, v in e.get("earlyCloses", {}).items()}
        self.late = {p(k): span(v) for k, v in e.get("lateOpens", {}).items()}
        self._cache = {}
    def segments(self, day, extended):
        """list of (open,close) local us in day"""
        key = (day, extended)
        got = self._cache.get(key)
        if got is None:
            got = []
            if day not in self.holidays:
                early, late = self.early.get(day), self.late.get(day)
                for a, b, s in self.week[day.weekday()]:
                    if s != "market" and not extended: continue
                    if early is not None:
                        if a >= early: continue
                        b = min(b, early)
                    if late is not None:
                        if b <= late: continue
                        a = max(a, late)
                    if got and got[-1][1] == a: got[-1] = (got[-1][0], b)
                    else: got.append((a, b))
            self._cache[key] = got
        return got
    def is_open(self, moment, extended=False):
        day = moment.date(); t = (moment - datetime(day.year, day.month, day.day)) // timedelta(microseconds=1)
        return any(a <= t < b for a, b in self.segments(day, extended))
    def is_open_during(self, start, end, extended=False):
        d = start.date()
        while d <= end.date():
            base = datetime(d.year, d.month, d.day)
            for a, b in self.segments(d, extended):
                if start < base + timedelta(microseconds=b) and end > base + timedelta(microseconds=a): return True
            d += timedelta(days=1)
        return False
    def is_date_open(self, day, extended=False):
        if isinstance(day, datetime): day = day.date()
        return bool(self.segments(day, extended))
    def sessions(self, first, last, extended=False):
        """(open_utc, close_utc, open_local) arrays, contiguous sessions merged"""
        out = []
        d = first
        while d <= last:
            base = ordinal(d)*DAY_US
            for a, b in self.segments(d, extended):
                la, lb = base+a, base+b
                if out and out[-1][1] == la: out[-1][1] = lb
                else: out.append([la, lb])
            d += timedelta(days=1)
        z = self.zone
        def utc(l):
            g = l - offset_us(l, z); return l - offset_us(g, z)
        return (np.array([utc(a) for a, _ in out], dtype=np.int64), np.array([utc(b) for _, b in out], dtype=np.int64), np.array([a for a, _ in out], dtype=np.int64))
    def next_open(self, moment, extended=False):
        d = moment.date()
        for _ in range(20):
            base = datetime(d.year, d.month, d.day)
            for a, _b in self.segments(d, extended):
                if base + timedelta(microseconds=a) > moment: return base + timedelta(microseconds=a)
            d += timedelta(days=1)
    def next_close(self, moment, extended=False):
        d = moment.date()
        for _ in range(20):
            base = datetime(d.year, d.month, d.day)
            for _a, b in self.segments(d, extended):
                if base + timedelta(microseconds=b) > moment: return base + timedelta(microseconds=b)
            d += timedelta(days=1)

class Database:
    def __init__(self, path):
        self.entries = json.loads(open(path, encoding="utf-8-sig").read())["entries"]
        self._made = {}
    def entry(self, market, ticker, kind):
        name = "".join(p.capitalize() for p in kind._name_.split("_"))
        for key in (f"{name}-{market}-{ticker}", f"{name}-{market}-[*]", f"{name}-[*]-[*]"):
            if key in self.entries:
                if key not in self._made: self._made[key] = (self.entries[key]["dataTimeZone"], ExchangeHours(self.entries[key]))
                return self._made[key]
        raise KeyError(f"Unable to locate exchange hours for {name}-{market}-{ticker}.")
