"""Lies by literals: figures, tickers, periods, dates."""

import random
from datetime import date, timedelta

from report.lies.lie import Lie, Mutator, literal
from report.lies.reports import Report
from report.lies.statements import Statement, fill, statement
from report.lies.truth import holds, number

from leanrig.report.cite.citable import Citable

__all__ = ["LITERALS", "figured"]

_PLACES = (
    "{name} of {figure} is worth a look.", "{name} comes to {figure}.", "{name} was {figure}, and that stands out.",
    "At {figure}, {name} is worth a look.", "{name}, {figure}, stands out.", "{name} stands at {figure}.",
)  # fmt: skip


def figured(report: Report, rng: random.Random) -> tuple[Citable, Statement]:
    fact = rng.choice(
        [f for f in report.table.values() if number(f) is not None and f.unit in {"%", "", "USD"} and number(f)]
    )
    return fact, Statement(f"{{{fact.key}}} is worth a look.", f"cites {fact.key}")


def _literal(kind: str, report: Report, rng: random.Random, fact: Citable, true: Statement, figure: str) -> Lie | None:
    if literal(fact.text) == figure or number(fact) is None:
        return None
    after = rng.choice(_PLACES).format(name=f"{{{fact.key}|name}}", figure=figure)
    return Lie(kind, report.name, true.text, after, f"words {figure}")


def _as_text(fact: Citable, value: float, decimals: int) -> str:
    sign, size = ("−" if value < 0 else ""), f"{abs(value):,.{decimals}f}"
    return {"%": f"{sign}{size} %", "USD": f"{sign}${size}"}.get(fact.unit, f"{sign}{size}")


def wrong_figure(report: Report, rng: random.Random) -> Lie | None:
    fact, true = figured(report, rng)
    shown = number(fact) or 0.0
    value = rng.choice([shown * rng.uniform(0.2, 0.9), shown * rng.uniform(1.1, 4), shown + rng.uniform(1, 9)])
    decimals = fact.precision or 0
    if round(value, decimals) == round(shown, decimals):
        return None
    return _literal("wrong_figure", report, rng, fact, true, _as_text(fact, value, decimals))


def figure_rounded_wrongly(report: Report, rng: random.Random) -> Lie | None:
    fact, true = figured(report, rng)
    shown, decimals = number(fact) or 0.0, fact.precision or 0
    step = 10.0**-decimals
    value = rng.choice([shown + step, shown - step, round(shown / step / 10) * step * 10 + 10 * step])
    if round(value, decimals) == round(shown, decimals) or decimals == 0:
        return None
    return _literal("figure_rounded_wrongly", report, rng, fact, true, _as_text(fact, value, decimals))


def wrong_sign_figure(report: Report, rng: random.Random) -> Lie | None:
    fact, true = figured(report, rng)
    if fact.is_size:  # a drawdown is told with and without its sign
        return None
    turned = _as_text(fact, -(number(fact) or 0.0), fact.precision or 0)
    turned = rng.choice([turned, turned.replace("−", "-"), f"+{turned}" if turned[0] != "−" else turned])
    return _literal("wrong_sign_figure", report, rng, fact, true, turned)


def swapped_ticker(report: Report, rng: random.Random) -> Lie | None:
    own = rng.choice(report.symbols)
    ticker = rng.choice([name for name in ("NVDA", "QQQ", "BRK.B", "SOLUSD", "IT", "ON", "ALL", "NOW") if name != own])
    key = f"symbol.{own.lower()}.return"
    word = "positive" if holds(f"positive {key}", report.table) else "negative"
    true = Statement(f"{{{key}}} was {word}.", f"{word} {key}")
    said = (f"{ticker} with A was {word}.", f"{ticker} and A were both {word}.", f"For {ticker}, A was {word}.",
            f"A stands beside {ticker}.", f"A, of {ticker}, was {word}.")  # fmt: skip
    return Lie("swapped_ticker", report.name, true.text, fill(rng.choice(said), [key]), f"words {ticker}")


def wrong_period(report: Report, rng: random.Random) -> Lie | None:
    key = rng.choice([key for key in report.table if key.startswith(("month.", "year."))])
    fact = report.table[key]
    true = Statement(f"{{{key}}} is worth a look.", f"cites {key}")
    period = rng.choice([
        "January", "May", "March", "August", "the following month", "the same month", "the year before",
        "a later month", "the second half", "the next year", "an earlier year", "the opening month", "2031", "'99",
        "the final quarter",
    ])  # fmt: skip
    if period.lower() in fact.name.lower():
        return None
    said = (f"In {period}, A is worth a look.", f"A|name in {period} is worth a look.", f"A came in {period}.")
    text = fill(rng.choice(said), [key])
    return Lie("wrong_period", report.name, true.text, text, f"words {period}")


def invented_date(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng)
    day = date(1990, 1, 1) + timedelta(days=rng.randrange(3000))
    shown = rng.choice([
        f"{day:%Y-%m-%d}", f"{day:%d %B %Y}", f"{day:%B}", f"the {day.day}th", f"{day:%A}", f"{day:%d/%m/%y}",
        "May Day", "the first of May", "the fourteenth", "New Year's Eve", "the ides of March", "a Friday",
    ])  # fmt: skip
    if true is None or any(shown.lower() in fact.phrase.lower() for fact in report.table.values()):
        return None
    return Lie("invented_date", report.name, true.text, true.followed_by(f" on {shown}"), f"words {shown}")


LITERALS: dict[str, Mutator] = {
    "wrong_figure": wrong_figure,
    "figure_rounded_wrongly": figure_rounded_wrongly,
    "wrong_sign_figure": wrong_sign_figure,
    "swapped_ticker": swapped_ticker,
    "wrong_period": wrong_period,
    "invented_date": invented_date,
}
