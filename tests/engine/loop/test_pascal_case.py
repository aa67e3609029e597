"""What an algorithm assigns in PascalCase is what the engine reads in snake_case, and a user's own names stay apart."""

import json
from pathlib import Path

from engine.child_run import run_text

ALGORITHM = """from AlgorithmImports import *
from pascal_helper import halve_the_cash_kept


class Assigning(QCAlgorithm):
    def Initialize(self):
        self.SetStartDate(2010, 1, 11)
        self.SetEndDate(2010, 1, 15)
        self.UniverseSettings.Resolution = Resolution.Hour
        self.Settings.FreePortfolioValuePercentage = 0.2
        halve_the_cash_kept(self)
        security = self.AddEquity("AAPL", Resolution.Daily)
        security.FeeModel = ConstantFeeModel(7)
        security.IsTradable, self.DefaultOrderProperties.TimeInForce = False, TimeInForce.Day
        bar = TradeBar()
        bar.Close = 5
        self.mine = 1
        self.Mine = 2
        self.Symbol = security.Symbol
        self.Log(json.dumps({
            "resolution": str(self.universe_settings.resolution),
            "kept": self.settings.free_portfolio_value_percentage,
            "fee": type(security.fee_model).__name__,
            "tradable": security.is_tradable,
            "order": type(self.default_order_properties.time_in_force).__name__,
            "close": bar.close,
            "mine": [self.mine, self.Mine],
            "symbol": self.Symbol == self.symbol("AAPL"),
        }))
"""
HELPER = """def halve_the_cash_kept(algorithm):
    settings = algorithm.settings
    settings.FreePortfolioValuePercentage = settings.free_portfolio_value_percentage / 2
"""


def test_assigning_in_pascal_case_reaches_lean_s_attribute(tmp_path: Path) -> None:
    (tmp_path / "pascal_helper.py").write_text(HELPER)
    done = run_text(ALGORITHM, tmp_path / "out", "pascal")
    log = (done.folder / "log.txt").read_text()
    told = json.loads(next(line for line in log.splitlines() if '"resolution"' in line).partition("00:00:00 ")[2])
    assert told == {
        "resolution": "HOUR",
        "kept": 0.1,
        "fee": "ConstantFeeModel",
        "tradable": False,
        "order": "DayTimeInForce",
        "close": 5,
        "mine": [1, 2],
        "symbol": True,
    }
