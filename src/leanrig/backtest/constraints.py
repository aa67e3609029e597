"""Conditions that a trial has to meet to be the best: `Drawdown < 0.25`, in the words of `lean optimize`. Pure."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leanrig.backtest.trials import STATISTICS
from leanrig.errors import BadInput

__all__ = ["Constraint"]

_SHAPE = re.compile(r"\s*(?P<statistic>[A-Za-z][A-Za-z -]*?)\s*(?P<sign><=|>=|==|!=|<|>)\s*(?P<value>\S+)\s*")
_SIGNS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    "<": ("less", operator.lt),
    "<=": ("lessOrEqual", operator.le),
    ">": ("greater", operator.gt),
    ">=": ("greaterOrEqual", operator.ge),
    "==": ("equals", operator.eq),
    "!=": ("notEqual", operator.ne),
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """A statistic by Lean's name, a sign, and a plain number: 0.25 is 25 %."""

    statistic: str
    sign: str
    value: float

    @staticmethod
    def of(text: str) -> "Constraint":
        """Read `STATISTIC SIGN NUMBER`; raise `BadInput` where it says nothing that can be held against a trial."""
        found = _SHAPE.fullmatch(text)
        if not found:
            raise BadInput("a constraint has to be STATISTIC SIGN NUMBER", where=text, cure="'Drawdown < 0.25'")
        names = {name.lower(): name for name in STATISTICS}
        name = names.get(found["statistic"].lower())
        if name is None:
            raise BadInput("Lean has no such statistic", where=text, cure=f"one of: {', '.join(STATISTICS)}")
        try:
            value = float(found["value"])
        except ValueError:
            raise BadInput("a constraint's value has to be a number", where=text, cure=f"'{name} < 0.25'") from None
        return Constraint(name, found["sign"], value)

    def __str__(self) -> str:
        return f"{self.statistic} {self.sign} {self.value:g}"

    def holds(self, figures: Mapping[str, float]) -> bool:
        """Whether a trial with these figures, by their fields, meets it; one that lacks the figure does not."""
        found = figures.get(STATISTICS[self.statistic])
        return found is not None and _SIGNS[self.sign][1](found, self.value)

    @property
    def lean(self) -> dict[str, str | float]:
        """What Lean's optimizer reads."""
        field = STATISTICS[self.statistic]
        path = f"TotalPerformance.PortfolioStatistics.{field[0].upper()}{field[1:]}"
        return {"target": path, "operator": _SIGNS[self.sign][0], "target-value": self.value}
