"""Names of the exchanges of American shares by the letters that ticks carry."""

__all__ = ["exchange_name"]

_NAMES = {
    "T": "NASDAQ",
    "Q": "NASDAQ",
    "S": "NASDAQ_SC",
    "Z": "BATS",
    "P": "ARCA",
    "N": "NYSE",
    "C": "NSE",
    "D": "FINRA",
    "I": "ISE",
    "M": "CSE",
    "W": "CBOE",
    "A": "AMEX",
    "J": "EDGA",
    "K": "EDGX",
    "B": "NASDAQ_BX",
    "X": "NASDAQ_PSX",
    "Y": "BATS_Y",
    "BB": "BOSTON",
    "V": "IEX",
    "H": "MIAX_PEARL",
    "L": "LTSE",
    "U": "MEMX",
}


def exchange_name(letter: str) -> str:
    """The name that Lean shows for a letter; empty for one it does not know."""
    return _NAMES.get(letter.upper(), "")
