"""Splits, dividends and names, by ex-date, under all names of the company."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from leanrig.model.bars import CorporateAction, TickerChange
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.failures import BadAnswer
from leanrig.standins.market import Market
from leanrig.standins.server import Reply, Route, Standin

Make = Callable[..., AlpacaProvider]
Served = Callable[..., AlpacaProvider]


def equity(ticker: str) -> Symbol:
    return Symbol.parse(ticker, SecurityType.EQUITY)


@pytest.fixture
def served(make_provider: Make) -> Iterator[Served]:
    """A provider before a server that answers with given events, filtered as the vendor filters them."""
    servers: list[Standin] = []

    def start(**found: list[dict[str, Any]]) -> AlpacaProvider:
        def answer(request: Any, parts: dict[str, str]) -> Reply:
            names = set(request.args["symbols"].split(","))
            span = request.args["start"], request.args["end"]
            kept = {
                kind: [
                    row
                    for row in rows
                    if span[0] <= row["process_date"] <= span[1]
                    and names & {row.get("symbol"), row.get("old_symbol"), row.get("new_symbol")}
                ]
                for kind, rows in found.items()
            }
            return Reply({"corporate_actions": kept, "next_page_token": None})

        servers.append(Standin("events", [Route("GET", "/v1/corporate-actions", answer)]).start())
        return make_provider(data_url=servers[-1].url)

    yield start
    for server in servers:
        server.stop()


def dividend(ticker: str, ex_date: str, paid: str, rate: float, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{ticker}{ex_date}{rate}",
        "symbol": ticker,
        "ex_date": ex_date,
        "process_date": paid,
        "rate": rate,
    } | more


def renamed(old: str, new: str, day: str) -> dict[str, Any]:
    return {"id": old + new, "old_symbol": old, "new_symbol": new, "process_date": day}


def test_the_markets_own_events(provider: AlpacaProvider, market: Market) -> None:
    listing = market.listing("AAPL")
    assert listing is not None
    found = provider.events(equity("AAPL"), date(2024, 1, 1), date(2024, 6, 14)).actions
    split, paid = (
        listing.splits[0],
        [one for one in listing.dividends if date(2024, 1, 1) <= one.ex_date <= date(2024, 6, 14)],
    )
    wanted = [CorporateAction(one.ex_date, 1.0, one.cash) for one in paid]
    assert list(found) == [*wanted, CorporateAction(split.ex_date, split.of / split.to, 0.0)]


def test_a_dividend_counts_on_its_ex_date_though_it_is_paid_later(served: Served) -> None:
    provider = served(cash_dividends=[dividend("AAPL", "2024-05-10", "2024-05-16", 0.25)])
    assert len(provider.events(equity("AAPL"), date(2024, 5, 1), date(2024, 5, 10)).actions) == 1
    assert provider.events(equity("AAPL"), date(2024, 5, 11), date(2024, 5, 31)).actions == ()


def test_events_of_one_day_are_one(served: Served) -> None:
    rows = [
        dividend("AAPL", "2024-05-10", "2024-05-16", 0.25),
        dividend("AAPL", "2024-05-10", "2024-05-16", 1.5, special=True),
    ]
    split = {
        "id": "s",
        "symbol": "AAPL",
        "ex_date": "2024-05-10",
        "process_date": "2024-05-10",
        "new_rate": 1,
        "old_rate": 50,
    }
    found = served(cash_dividends=rows, reverse_splits=[split]).events(
        equity("AAPL"), date(2024, 1, 1), date(2024, 6, 1)
    )
    assert found.actions == (CorporateAction(date(2024, 5, 10), 50.0, 1.75),)


def test_a_stock_dividend_dilutes_like_a_split(served: Served) -> None:
    provider = served(stock_dividends=[dividend("MSBC", "2023-05-19", "2023-05-19", 0.05)])
    action = provider.events(equity("MSBC"), date(2023, 1, 1), date(2023, 12, 31)).actions[0]
    assert action.split_factor == pytest.approx(20 / 21)


def test_cash_in_other_money_is_left_out(served: Served) -> None:
    provider = served(cash_dividends=[dividend("ASML", "2024-05-10", "2024-05-16", 1.52, currency="EUR", foreign=True)])
    assert provider.events(equity("ASML"), date(2024, 1, 1), date(2024, 6, 1)).actions == ()


def test_a_company_keeps_its_events_under_former_names(served: Served) -> None:
    provider = served(
        name_changes=[renamed("AAA", "BBB", "2021-03-01"), renamed("BBB", "CCC", "2022-06-09")],
        cash_dividends=[
            dividend("AAA", "2020-05-10", "2020-05-16", 0.1),
            dividend("BBB", "2021-05-10", "2021-05-16", 0.2),
            dividend("CCC", "2022-07-10", "2022-07-16", 0.3),
            dividend("AAA", "2022-08-10", "2022-08-16", 9.9),  # somebody else by then
            dividend("CCC", "2020-08-10", "2020-08-16", 9.9),  # and before
        ],
    )
    found = provider.events(equity("CCC"), date(2020, 1, 1), date(2023, 1, 1))
    assert [one.dividend for one in found.actions] == [0.1, 0.2, 0.3]
    assert found.ticker_changes == (
        TickerChange(date(2020, 1, 1), "AAA"),
        TickerChange(date(2021, 3, 1), "BBB"),
        TickerChange(date(2022, 6, 9), "CCC"),
    )
    then = provider.events(equity("BBB"), date(2021, 6, 1), date(2023, 1, 1))
    assert then.ticker_changes == (TickerChange(date(2021, 6, 1), "BBB"), TickerChange(date(2022, 6, 9), "CCC"))


def test_a_reverse_split_may_bring_a_new_name(served: Served) -> None:
    row = {"id": "r", "symbol": "OLD", "new_symbol": "NEW", "ex_date": "2024-02-01", "process_date": "2024-02-01"}
    provider = served(reverse_splits=[row | {"new_rate": 1, "old_rate": 10}])
    found = provider.events(equity("NEW"), date(2024, 1, 1), date(2024, 6, 1))
    assert found.ticker_changes[-1] == TickerChange(date(2024, 2, 1), "NEW")
    assert found.actions == (CorporateAction(date(2024, 2, 1), 10.0, 0.0),)


def test_the_same_name_with_another_number_is_no_change(served: Served) -> None:
    provider = served(name_changes=[renamed("AAPL", "AAPL", "2024-02-01")])
    assert provider.events(equity("AAPL"), date(2024, 1, 1), date(2024, 6, 1)).ticker_changes == ()


@pytest.mark.parametrize(
    "row",
    [
        {"new_rate": 0, "old_rate": 1},
        {"new_rate": "2", "old_rate": 1},
        {"old_rate": 1},
        {"new_rate": 2, "old_rate": None},
    ],
)
def test_a_split_without_rates_is_no_answer(served: Served, row: dict[str, Any]) -> None:
    common = {"id": "s", "symbol": "AAPL", "ex_date": "2024-05-10", "process_date": "2024-05-10"}
    with pytest.raises(BadAnswer, match="_rate"):
        served(forward_splits=[common | row]).events(equity("AAPL"), date(2024, 1, 1), date(2024, 6, 1))
