"""Numbers look one way: true minus signs, no negative nothing, units set off."""

from datetime import UTC, datetime

import pytest

from leanrig.report import formats


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (formats.count(3270), "3,270"),
        (formats.ratio(-0.714), "−0.71"),
        (formats.ratio(-0.001), "0.00"),
        (formats.percent(-0.342), "−34.2\u202f%"),
        (formats.percent(-0.0001), "0.0\u202f%"),
        (formats.share(0.0034), "0.34\u202f%"),
        (formats.share(0.0), "0\u202f%"),
        (formats.change(0.175), "▲\u202f+17.5\u202f%"),
        (formats.change(-0.2), "▼\u202f−20.0\u202f%"),
        (formats.change(-0.00001), "0.0\u202f%"),
        (formats.money(-653.25), "−$653.25"),
        (formats.money(-0.001), "$0.00"),
        (formats.money(0.5, "BTC"), "0.50\u202fBTC"),
        (formats.price(1.790199), "1.7902"),
        (formats.price(0.0000123), "0.00001230"),
        (formats.amount(-2791.0), "−2,791"),
        (formats.amount(0.25), "0.25"),
        (formats.p_value(0.4123), "0.41"),
        (formats.p_value(0.0131), "0.013"),
        (formats.p_value(0.0002), "below\u202f0.001"),
        (formats.moment(datetime(2013, 2, 28, 14, 25, tzinfo=UTC)), "2013-02-28 14:25"),
    ],
)
def test_form(shown: str, text: str) -> None:
    assert shown == text


@pytest.mark.parametrize(
    "form", [formats.count, formats.ratio, formats.percent, formats.share, formats.change, formats.money, formats.price]
)
@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_a_dash(form, nothing) -> None:
    assert form(nothing) == "–"
