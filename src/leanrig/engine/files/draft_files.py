"""DRAFT until the room files is there."""
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

EPOCH = date(1970,1,1); DAY_US = 86_400_000_000

class Files:
    def __init__(self, root): self.root = Path(root); self.opened = []; self.failed = []
    def zip_text(self, rel):
        p = self.root / rel
        if not p.is_file():
            self.failed.append(rel); return None
        self.opened.append(rel)
        with zipfile.ZipFile(p) as z: return z.read(z.namelist()[0]).decode()
    def path(self, symbol, ticker, resolution, day, kind):
        sid = symbol.id; t = symbol.security_type._name_.lower().replace("_", ""); m = sid.market; r = resolution._name_.lower(); k = ticker.lower()
        suffix = kind
        if resolution >= 3:
            return f"{t}/{m}/{r}/{k}.zip" if t in ("equity", "forex", "cfd", "index") else f"{t}/{m}/{r}/{k}_{suffix}.zip"
        return f"{t}/{m}/{r}/{k}/{day:%Y%m%d}_{suffix}.zip"
    def rows(self, rel):
        text = self.zip_text(rel)
        if text is None: return None
        return [line.split(",") for line in text.split("\n") if line.strip()]
    def csv(self, rel):
        p = self.root / rel
        if not p.is_file(): return None
        return [l.strip().split(",") for l in p.read_text().splitlines() if l.strip()]

def numbers(cells):
    """list of texts -> (int64 mantissas, scales) uniform with per-value scale"""
    if not any("." in c for c in cells): return np.array([int(c or 0) for c in cells], dtype=np.int64), None
    man, sc = [], []
    for c in cells:
        c = c or "0"
        if "." in c: a, b = c.split("."); man.append(int(a + b)); sc.append(len(b))
        else: man.append(int(c)); sc.append(0)
    return np.array(man, dtype=np.int64), np.array(sc, dtype=np.int64)

class FactorFile:
    def __init__(self, rows):
        self.rows = sorted((date(int(r[0][:4]), int(r[0][4:6]), int(r[0][6:8])), Decimal(r[1]), Decimal(r[2]), Decimal(r[3]) if len(r) > 3 else Decimal(0)) for r in rows if r and r[0][:1].isdigit())
    def row(self, d):
        for r in self.rows:
            if r[0] >= d: return r
        return None

class MapFile:
    def __init__(self, rows): self.rows = sorted((date(int(r[0][:4]), int(r[0][4:6]), int(r[0][6:8])), r[1].upper()) for r in rows)
    def ticker(self, d, default):
        for day, t in self.rows:
            if day >= d: return t
        return default

class Maps:
    def __init__(self, files, market="usa"):
        self.files = files; self.by = {}
        folder = files.root / f"equity/{market}/map_files"
        for p in sorted(folder.glob("*.csv")) if folder.is_dir() else []:
            self.by[p.stem.upper()] = p
    def get(self, ticker):
        p = self.by.get(ticker.upper())
        return MapFile([l.split(",") for l in p.read_text().split() if l]) if p else None
