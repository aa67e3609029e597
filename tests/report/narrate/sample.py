"""A small table of made facts that has every kind of fact the language tells apart."""

from datetime import date

from leanrig.report.cite.citable import Citable, CitableTable, Sense, Value

__all__ = ["sample"]


def sample() -> CitableTable:
    """Return the table; a fact's measure is the last part of its key where nothing else is said."""
    table = CitableTable()
    for side, sharpe, growth, fall, subject in (
        ("account", 0.761, -0.05, -0.2, "the account"),
        ("benchmark", 0.914, 0.08, -0.3, "SPY"),
    ):
        table.add(
            (
                _fact(f"{side}.sharpe", sharpe, f"{sharpe:.2f}", sense="more", subject=subject),
                _fact(f"{side}.return", growth, _percent(growth), "%", sense="more", is_change=True, subject=subject),
                _fact(f"{side}.drawdown", fall, _percent(fall), "%", sense="less", is_size=True, subject=subject),
            )
        )
    table.add([_fact("comparison.p", 0.4, "0.40", "p")])
    table.add(
        _fact(f"year.{year}.return", change, _percent(change), "%", measure="year.return", group="year.return",
              sense="more", is_change=True, subject="the account", period=f"in {year}")
        for year, change in ((2008, -0.3), (2009, 0.1), (2010, 0.2))
    )  # fmt: skip
    for place, (change, days) in enumerate(((-0.3, 300), (-0.2, 100)), 1):
        table.add(
            (
                _fact(f"fall.{place}.change", change, _percent(change), "%", measure="fall", group="fall.change",
                      is_change=True, is_size=True),
                _fact(f"fall.{place}.days", days, f"{days} days", "days", measure="length", group="fall.days"),
            )
        )  # fmt: skip
    table.add(_fact(f"account.{key}", day, f"{day}", "date", measure="day") for key, day in _DAYS.items())
    table.add(
        _fact(f"regime.{key}.sharpe", value, text, measure="regime sharpe", group="regime.sharpe", sense="more")
        for key, value, text in (("calm", 1.001, "1.00"), ("up", 1.003, "1.00"), ("storm", float("nan"), "–"))
    )
    table.add([_fact("orders.count", 695, "695", "count")])
    return table


_DAYS = {"start": date(2005, 1, 3), "end": date(2010, 1, 4)}


def _percent(value: float) -> str:
    return f"{value * 100:+.1f}\u202f%".replace("-", "−")


def _fact(
    key: str,
    value: Value,
    text: str,
    unit: str = "ratio",
    *,
    measure: str = "",
    group: str = "",
    sense: Sense = "",
    subject: str = "",
    period: str = "",
    is_change: bool = False,
    is_size: bool = False,
) -> Citable:
    noun = key.rpartition(".")[2]
    return Citable(
        key=key, value=value, text=text, unit=unit, noun=noun, measure=measure or noun, how="made", source="made",
        subject=subject, period=period, group=group, sense=sense, is_change=is_change, is_size=is_size,
    )  # fmt: skip
