"""Makes a Lean workspace without a login and without a download: settings, databases, folders, and no project yet."""

from pathlib import Path

from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.init import IGNORED
from leanrig.store.lean_defaults import ensure_databases

__all__ = ["lay_empty"]

# An empty organisation is one to the Lean CLI; without the key it takes the workspace for one of an older version.
_SETTINGS = """\
{
    // A workspace of the Lean CLI: `lean backtest PROJECT` works from here, without a login.
    "data-folder": "data",
    "organization-id": ""
}
"""
_TICKERS = {
    SecurityType.EQUITY: "SPY",  # one row stands for all shares
    SecurityType.FOREX: "EURUSD GBPUSD USDJPY AUDUSD USDCAD USDCHF NZDUSD EURGBP EURJPY EURCHF",
    SecurityType.CRYPTO: "BTCUSD ETHUSD SOLUSD LTCUSD BCHUSD XRPUSD DOGEUSD ADAUSD LINKUSD ETHBTC",
}


def lay_empty(root: Path, *, last_year: int) -> list[Path]:
    """Make `root` a Lean workspace and return the files written.

    Parameters
    ----------
    last_year
        The market hours reach to the end of it.

    Raises
    ------
    BadInput
        If it is one already. What else lies there is left as it is.
    """
    if (root / "lean.json").exists():
        raise BadInput(
            "this is a Lean workspace already", where=str(root / "lean.json"), cure="leanrig init adds leanrig's rooms"
        )
    (root / "storage").mkdir(parents=True, exist_ok=True)
    (root / "data").mkdir(exist_ok=True)
    symbols = [Symbol.parse(ticker, kind) for kind, tickers in _TICKERS.items() for ticker in tickers.split()]
    written = ensure_databases(root / "data", symbols, last_year=last_year)
    if not (root / ".gitignore").exists():
        written.append(write_text(root / ".gitignore", f"{IGNORED}backtests/\n"))
    # The last: only what is complete is found as a workspace.
    return [*written, write_text(root / "lean.json", _SETTINGS)]
