"""Names, splits, dividends, reference data, market days, whole days of crypto."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import exchange_calendars
import pandas as pd
import pytest
import requests

from leanrig.errors import BadInput
from leanrig.model.bars import CorporateAction, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.providers.failures import UnknownSymbol
from leanrig.providers.polygon.market_days import surprises
from leanrig.providers.polygon.names import first_day_after, read_changes, spans
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.providers.symbols import parse_symbol
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

AAPL, META, BTC, EUR = (parse_symbol(text) for text in ("AAPL", "META", "BTCUSD", "EURUSD"))
DAILY = Resolution.DAILY
FB, NEW = TickerChange(date(2018, 1, 1), "FB"), TickerChange(date(2022, 6, 9), "META")
KEY = "canary-f31c9a-polygon"
Connect = Callable[..., PolygonProvider]
Serve = Callable[..., Standin]


def asked_tickers(server: Standin) -> list[str]:
    return [one.path.split("/")[4] for one in server.exchanges if one.path.startswith("/v2/aggs/ticker")]


def test_bars_before_a_change_are_under_the_old_name(polygon: PolygonProvider, server: Standin, market: Market) -> None:
    server.keeps_exchanges = True
    got = polygon.bars(META, DAILY, date(2022, 6, 1), date(2022, 6, 17))
    # The vendor's list says June 11, a Saturday; FB's last bar is of June 8.
    assert got.provenance.details["note of names"] == "META traded as FB until 2022-06-08"
    sessions = exchange_calendars.get_calendar("XNYS").sessions_in_range("2022-06-01", "2022-06-17")
    assert len(got.bars) == len(sessions)
    # First around the change, to see when FB ended; then each part.
    assert asked_tickers(server) == ["FB", "FB", "META"]


def test_another_company_that_had_the_name_is_not_ours(polygon: PolygonProvider, server: Standin) -> None:
    got = polygon.bars(META, DAILY, date(2022, 1, 3), date(2022, 1, 28))
    assert got.bars["close"].min() > 150
    url = f"{server.url}/v2/aggs/ticker/META/range/1/day/2022-01-03/2022-01-28"
    rows = requests.get(url, headers={"Authorization": f"Bearer {KEY}"}, timeout=5).json()["results"]
    assert max(row["c"] for row in rows) < 30  # what the ticker itself has there


def test_names_reach_the_events_with_their_true_days(polygon: PolygonProvider) -> None:
    events = polygon.events(META, date(2022, 1, 1), date(2024, 6, 1))
    assert events.ticker_changes == (FB, NEW)
    assert polygon.events(AAPL, date(2022, 1, 1), date(2024, 6, 1)).ticker_changes == ()


def test_splits_and_dividends_of_the_range(polygon: PolygonProvider, market: Market) -> None:
    listing = market.listing("AAPL")
    assert listing is not None
    start, end = date(2022, 5, 9), date(2024, 6, 10)
    expected = [CorporateAction(one.ex_date, 1.0, one.cash) for one in listing.dividends]
    expected += [CorporateAction(one.ex_date, one.of / one.to, 0.0) for one in listing.splits]
    inside = sorted((one for one in expected if start <= one.ex_date <= end), key=lambda one: one.ex_date)
    assert list(polygon.events(AAPL, start, end).actions) == inside
    assert inside[-1] == CorporateAction(date(2024, 6, 10), 0.25, 0.0)
    assert polygon.events(EUR, start, end) == polygon.events(BTC, start, end)


def test_the_first_day_of_a_name_is_the_session_after_the_old_ones_last() -> None:
    sessions = [date(2022, 6, day) for day in (6, 7, 8, 9, 10, 13)]
    said = date(2022, 6, 11)
    assert first_day_after(sessions[:3], sessions, said=said) == date(2022, 6, 9)
    assert first_day_after([], sessions, said=said) == said  # nothing known of the old name
    assert first_day_after(sessions, sessions, said=said) == said  # it trades on


def test_spans_cover_each_day_once() -> None:
    days = (date(2017, 5, 1), date(2022, 12, 1))
    parts = spans((FB, NEW), "META", *days)
    assert [(part.ticker, part.first, part.last) for part in parts] == [
        ("FB", date(2017, 5, 1), date(2022, 6, 8)),
        ("META", date(2022, 6, 9), date(2022, 12, 1)),
    ]
    assert [part.ticker for part in spans((FB, NEW), "META", date(2022, 9, 1), days[1])] == ["META"]
    assert [part.ticker for part in spans((), "META", *days)] == ["META"]


@pytest.mark.parametrize(
    "body",
    [
        {"results": {"events": [{"date": "2022-06-09", "ticker_change": {"ticker": "META"}}]}},
        {"results": {"events": [{"date": "?", "ticker_change": {"ticker": "FB"}}, {"type": "delisted"}]}},
        {"results": None},
        {"results": {"events": None}},
        # A list that ends in another name is another company's.
        {
            "results": {
                "events": [
                    {"date": "2022-06-09", "ticker_change": {"ticker": "METB"}},
                    {"date": "2012-05-18", "ticker_change": {"ticker": "FB"}},
                ]
            }
        },
    ],
)
def test_lists_of_names_that_rename_nothing(body: object) -> None:
    assert read_changes(body, "META") == ()


def test_symbols_that_exist_and_one_that_does_not(polygon: PolygonProvider) -> None:
    assert all(polygon.knows(symbol) for symbol in (AAPL, META, BTC, EUR))
    assert not polygon.knows(parse_symbol("NOSUCH"))
    with pytest.raises(UnknownSymbol, match="polygon"):
        polygon.ticker(parse_symbol("NOSUCH"))
    found = polygon.ticker(AAPL)
    assert (found.market, found.kind, found.name, found.is_active) == ("stocks", "CS", "Apple Inc.", True)
    assert polygon.ticker(BTC).market == "crypto"


def test_closures_agree_with_the_calendar_package(polygon: PolygonProvider) -> None:
    days = polygon.closures()
    calendar = exchange_calendars.get_calendar("XNYS", start="2024-01-01", end="2025-12-31")
    rests = {one.day for one in days if one.status == "closed"}
    sessions = {stamp.date() for stamp in calendar.sessions}
    weekdays = {stamp.date() for stamp in pd.bdate_range("2024-06-12", "2025-06-12")}
    # The package learnt of January 9, 2025 from the vendor's own announcement.
    assert rests == weekdays - sessions
    short = {one.day: one.closes for one in days if one.status == "early-close" and one.exchange == "NYSE"}
    assert short[date(2024, 11, 29)] == datetime(2024, 11, 29, 18, tzinfo=UTC)
    assert {pd.Timestamp(day) for day in short} == set(calendar.early_closes[calendar.early_closes > "2024-06-12"][:3])
    assert surprises(days) == ()


def test_a_rest_that_no_calendar_knew(serve: Serve, connect: Connect) -> None:
    server = serve(closures=[date(2024, 7, 12)])
    days = connect(base_url=server.url).closures()
    (found,) = surprises(days)
    assert (found.day, found.exchange, found.status) == (date(2024, 7, 12), "NYSE", "closed")


def test_a_whole_day_of_crypto(polygon: PolygonProvider) -> None:
    day = date(2024, 6, 11)
    found = polygon.crypto_day(day)
    assert found.end_time == datetime(2024, 6, 12, tzinfo=UTC)
    for ticker in ("BTCUSD", "ETHUSD"):
        alone = polygon.bars(parse_symbol(ticker), DAILY, day, day).bars.iloc[0]
        assert (found.bars.loc[ticker] == alone).all()
    assert found.provenance.label == "Polygon crypto aggregate · sandbox, simulated"
    with pytest.raises(BadInput, match="not over"):
        polygon.crypto_day(date(2024, 6, 12))


def test_ping_goes_past_the_cache(polygon: PolygonProvider, server: Standin) -> None:
    polygon.closures()
    polygon.closures()
    assert server.requests == 1
    polygon.ping()
    polygon.ping()
    assert server.requests == 3
