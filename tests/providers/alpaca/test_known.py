"""What was said stays said: bars of an earlier moment are the first of those of a later one. And the order of bars."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.bar_page import RawBars
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.alpaca.tidy import joined
from leanrig.standins.alpaca import KEY_ID, SECRET, make_alpaca
from leanrig.standins.market import Market

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
MOMENTS = [datetime(2024, 6, 14, 13, 0, tzinfo=UTC) + timedelta(minutes=97 * n, seconds=13 * n) for n in range(9)]


@pytest.mark.parametrize("symbol", [AAPL, BTC], ids=str)
@pytest.mark.parametrize("resolution", [Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY])
def test_nothing_that_was_given_changes_later(
    make_provider: Callable[..., AlpacaProvider],
    market: Market,
    tmp_path: Path,
    symbol: Symbol,
    resolution: Resolution,
) -> None:
    frames = []
    for number, moment in enumerate(MOMENTS):
        with make_alpaca(market, now=lambda: moment) as then:  # noqa: B023
            provider = make_provider(
                now=lambda: moment,  # noqa: B023
                data_url=then.url,
                state=tmp_path / str(number),
                api_key=SecretStr(KEY_ID),
                api_secret=SecretStr(SECRET),
            )
            frames.append(provider.bars(symbol, resolution, date(2024, 6, 13), date(2024, 6, 14)).bars)
        assert (frames[-1].index <= moment).all()
    # A stock's daily volume is the whole day's: it grows after the close, and is said to.
    columns = ["open", "high", "low", "close"] + ["volume"] * ((symbol, resolution) != (AAPL, Resolution.DAILY))
    for earlier, later in pairwise(frames):
        assert earlier[columns].equals(later[columns].iloc[: len(earlier)])
    assert len(frames[-1]) > len(frames[0])


Rows = list[tuple[int, int]]


@given(st.lists(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2)), max_size=12), max_size=4))
def test_joined_bars_are_in_order_once_and_the_last_sent_stands(pieces: list[Rows]) -> None:
    def raw(rows: Rows) -> RawBars:
        values = np.array([[float(value)] * 5 for _, value in rows]).reshape(len(rows), 5).T
        return RawBars(np.array([at for at, _ in rows], dtype="M8[us]"), values)

    got = joined([raw(rows) for rows in pieces])
    wanted = dict(row for rows in pieces for row in rows)
    assert got.bars.starts.astype(int).tolist() == sorted(wanted)
    assert got.bars.values[3].tolist() == [float(wanted[at]) for at in sorted(wanted)]
    assert got.same + got.differing == sum(map(len, pieces)) - len(wanted)
