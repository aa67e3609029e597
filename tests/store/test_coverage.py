"""The laws of coverage: what is covered and what is missing make up what was asked, and order does not matter."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leanrig.errors import BadInput
from leanrig.model.bars import Provenance
from leanrig.store.coverage import (
    SETTLE,
    DayRange,
    Segment,
    missing_days,
    unsettled_from,
    with_segment,
    without_days,
)
from leanrig.store.provenances import joint_provenance

UTC_ZONE, NEW_YORK = ZoneInfo("UTC"), ZoneInfo("America/New_York")
FIRST = date(2024, 1, 1)
NOW = datetime(2024, 3, 10, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """One answer, in days after the first."""

    first: int
    length: int
    hours_late: int
    vendor: str

    @property
    def segment(self) -> Segment:
        days = DayRange(FIRST + self.first * DAY, FIRST + (self.first + self.length - 1) * DAY)
        end = datetime.combine(days.last + DAY, datetime.min.time(), UTC)
        source = Provenance(self.vendor, "feed", self.vendor.upper(), "raw", end + timedelta(hours=self.hours_late))
        return Segment(days, source)


ASKED = st.builds(Asked, st.integers(0, 40), st.integers(1, 15), st.integers(-30, 60), st.sampled_from(["one", "two"]))


def covered(asked: list[Asked], zone: ZoneInfo = UTC_ZONE) -> tuple[Segment, ...]:
    segments: tuple[Segment, ...] = ()
    for answer in asked:
        segments = with_segment(segments, answer.segment, zone=zone)
    return segments


def by_day(segments: tuple[Segment, ...]) -> dict[date, Segment]:
    return {s.days.first + n * DAY: s for s in segments for n in range(s.days.days)}


def every(days: list[DayRange]) -> list[date]:
    return [part.first + n * DAY for part in days for n in range(part.days)]


@given(st.lists(ASKED, max_size=8), st.sampled_from([UTC_ZONE, NEW_YORK]))
@settings(max_examples=100, deadline=None)
def test_each_day_is_whose_it_was_last_and_settled_if_it_was(asked: list[Asked], zone: ZoneInfo) -> None:
    """A model that keeps an answer a day agrees, whatever was joined."""
    model = {day: answer.segment for answer in asked for day in every([answer.segment.days])}
    found = by_day(covered(asked, zone))
    assert set(found) == set(model)
    for day, segment in found.items():
        end = datetime.combine(day + DAY, datetime.min.time(), zone).astimezone(UTC)
        assert segment.source.vendor == model[day].source.vendor
        assert (segment.source.as_of >= end + SETTLE) == (model[day].source.as_of >= end + SETTLE)


@given(st.lists(ASKED, max_size=8))
@settings(max_examples=100, deadline=None)
def test_segments_are_in_order_apart_and_as_few_as_can_be(asked: list[Asked]) -> None:
    segments = covered(asked)
    for one, two in pairwise(segments):
        assert one.days.last < two.days.first
        touching = one.days.last + DAY == two.days.first
        alike = one.source.vendor == two.source.vendor and one.is_settled(UTC_ZONE) == two.is_settled(UTC_ZONE)
        assert not (touching and alike)


@given(st.lists(ASKED, max_size=6), st.sampled_from([None, ["one"], ["two", "one"]]), st.sampled_from([None, "one"]))
@settings(max_examples=100, deadline=None)
def test_missing_and_covered_make_up_what_was_asked(
    asked: list[Asked], vendors: list[str] | None, prefer: str | None
) -> None:
    segments = covered(asked)
    wanted = DayRange(FIRST, FIRST + 60 * DAY)
    found = missing_days(segments, wanted, zone=UTC_ZONE, now=NOW, vendors=vendors, prefer=prefer)
    good = {
        day
        for day, segment in by_day(segments).items()
        if segment.is_settled(UTC_ZONE)
        and (vendors is None or segment.source.vendor in vendors)
        and (prefer is None or segment.source.vendor == prefer)
    }
    assert every(found) == sorted(set(every([wanted])) - good)
    assert all(two.first - one.last > DAY for one, two in pairwise(found))


@given(st.permutations([Asked(n * 5, 5, 40 + n, "one") for n in range(6)]), st.randoms())
@settings(max_examples=50, deadline=None)
def test_pieces_in_any_order_make_one_segment(pieces: list[Asked], draw: object) -> None:
    (segment,) = covered(pieces)
    assert (segment.days.first, segment.days.last) == (FIRST, FIRST + 29 * DAY)
    assert segment.source.as_of == pieces[[p.first for p in pieces].index(25)].segment.source.as_of


def test_the_tail_is_asked_for_until_it_is_settled() -> None:
    """On the tenth of March, bars of the ninth and the tenth may still be corrected."""
    source = Provenance("polygon", "SIP", "SIP", "raw", NOW)
    (settled, tail) = with_segment((), Segment(DayRange(FIRST, date(2024, 3, 10)), source), zone=UTC_ZONE)
    assert settled.days.last == date(2024, 3, 8)
    assert tail.days.first == date(2024, 3, 9)
    wanted = DayRange(FIRST, date(2024, 3, 31))
    (missing,) = missing_days((settled, tail), wanted, zone=UTC_ZONE, now=NOW)
    assert missing == DayRange(date(2024, 3, 9), date(2024, 3, 10))  # nothing of the days that have not begun
    later = NOW + 2 * DAY
    again = with_segment(
        (settled, tail), Segment(missing, Provenance("polygon", "SIP", "SIP", "raw", later)), zone=UTC_ZONE
    )
    assert [segment.days for segment in again] == [DayRange(FIRST, date(2024, 3, 10))]
    assert missing_days(again, DayRange(FIRST, date(2024, 3, 10)), zone=UTC_ZONE, now=later) == []


def test_a_day_of_new_york_ends_at_its_own_midnight() -> None:
    end = datetime(2024, 3, 9, 5, tzinfo=UTC)  # the end of Friday the eighth
    for as_of, last in ((end + SETTLE, date(2024, 3, 8)), (end + SETTLE - timedelta(seconds=1), date(2024, 3, 7))):
        segment = Segment(DayRange(FIRST, date(2024, 3, 8)), Provenance("v", "f", "l", "raw", as_of))
        found = missing_days([segment], segment.days, zone=NEW_YORK, now=NOW)
        assert every(found) == every([DayRange(last + DAY, date(2024, 3, 8))] if last < date(2024, 3, 8) else [])


def test_doubted_days_are_missing_and_still_whose_they_were() -> None:
    segments = covered([Asked(0, 30, 48, "one")])
    doubted = unsettled_from(segments, FIRST + 10 * DAY, zone=UTC_ZONE)
    assert set(by_day(doubted)) == set(by_day(segments))
    found = missing_days(doubted, DayRange(FIRST, FIRST + 29 * DAY), zone=UTC_ZONE, now=NOW)
    assert found == [DayRange(FIRST + 10 * DAY, FIRST + 29 * DAY)]
    no_wait = missing_days(doubted, DayRange(FIRST, FIRST + 29 * DAY), zone=UTC_ZONE, now=NOW, settle=timedelta(0))
    assert no_wait == found


def test_a_mixed_store_names_its_sources_with_their_days() -> None:
    def span(first: int, length: int, vendor: str, feed: str) -> Segment:
        days = DayRange(FIRST + first * DAY, FIRST + (first + length - 1) * DAY)
        return Segment(days, Provenance(vendor, feed, feed, "raw", NOW, "theirs", {}))

    both = joint_provenance([span(0, 31, "polygon", "SIP"), span(31, 20, "alpaca", "IEX")])
    assert both.label == "SIP (polygon) to 2024-01-31, IEX (alpaca) since"
    assert (both.vendor, both.feed, both.licence) == ("polygon, alpaca", "SIP, IEX", "theirs")
    many = [span(n * 2, 2, *(("polygon", "SIP") if n % 2 else ("alpaca", "IEX"))) for n in range(7)]
    assert joint_provenance(many).label == "IEX (alpaca) for 8 days, SIP (polygon) for 6 days"
    assert joint_provenance([span(0, 3, "polygon", "SIP"), span(9, 3, "polygon", "SIP")]).label == "SIP"


def test_ranges_of_days() -> None:
    whole = DayRange(FIRST, FIRST + 9 * DAY)
    assert [part.days for part in whole.chunks(4)] == [4, 4, 2]
    assert every(list(whole.chunks(4))) == every([whole])
    assert FIRST in whole and FIRST - DAY not in whole
    inner = DayRange(FIRST + 3 * DAY, FIRST + 5 * DAY)
    assert [str(part) for part in whole.without(inner)] == ["2024-01-01 to 2024-01-03", "2024-01-07 to 2024-01-10"]
    assert whole.common(DayRange(FIRST + 20 * DAY, FIRST + 21 * DAY)) is None
    assert without_days([Segment(inner, Provenance("v", "f", "l", "raw", NOW))], whole) == ()
    with pytest.raises(BadInput, match="before it starts"):
        DayRange(FIRST, FIRST - DAY)
