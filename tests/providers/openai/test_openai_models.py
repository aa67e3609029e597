"""Which models live: asked once a day, kept, and warned about."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from providers.openai.made import NOW, asker_of

from leanrig.errors import VendorFailed
from leanrig.providers.failures import BadAnswer
from leanrig.providers.openai.models import KnownModel, Models, warnings_of
from leanrig.standins.openai import MODELS
from leanrig.standins.server import Standin


def test_the_list_is_asked_for_once_a_day(server: Standin, tmp_path: Path) -> None:
    moments = [NOW]
    path = tmp_path / "openai" / "models.json"

    def models() -> Models:
        return Models(asker_of(server.url, tmp_path), path, now=lambda: moments[0])

    known = models().known()
    assert {model.name: model.shutdown for model in known} == {
        name: date.fromisoformat(day) if day else None for name, day in MODELS.items()
    }
    assert models().known() == known
    assert server.requests == 1
    moments[0] = NOW + timedelta(hours=24)
    models().known()
    assert server.requests == 2
    server.fail("status", status=500, times=9)
    moments[0] = NOW + timedelta(days=9)
    assert models().known() == known  # an old list is better than none
    path.write_text("{")
    with pytest.raises(VendorFailed):
        models().known()
    assert models().successors("gpt-4") == ""


def test_a_list_that_is_none(server: Standin, tmp_path: Path) -> None:
    server.fail("status", status=200, body={"data": "none"})
    with pytest.raises(BadAnswer, match="no list of models"):
        Models(asker_of(server.url, tmp_path), tmp_path / "models.json").known()


def test_what_is_warned_about() -> None:
    today = date(2026, 11, 25)
    known = [KnownModel(name, date.fromisoformat(day) if day else None) for name, day in MODELS.items()]
    known += [KnownModel("o3-mini", today), KnownModel("gpt-6-sol", today + timedelta(days=91))]

    def warned(name: str) -> str:
        found = warnings_of(known, [("openai.deep", name)], today)
        return found[0] if found else ""

    assert warned("gpt-6.2-sol") == ""
    assert warned("gpt-6-sol") == ""  # more than ninety days
    assert "gpt-4.1 will be shut down on 2027-01-14; set it to gpt-6.2-sol" in warned("gpt-4.1")
    assert "o3-mini was shut down on 2026-11-25" in warned("o3-mini")
    gone = warned("gpt-5.9-sol")
    assert gone == "openai.deep: gpt-5.9-sol is not among the account's models; set it to gpt-6.2-sol or gpt-6.1-sol"
    both = warnings_of(known, [("openai.deep", "gpt-5-mini"), ("openai.embedding", "text-embedding-4")], today)
    assert [text.partition(":")[0] for text in both] == ["openai.deep", "openai.embedding"]
    assert "text-embedding-3-small" in both[1] and "text-embedding-3-large" in both[1]


def test_a_clock_put_back_does_not_keep_the_list_for_ever(server: Standin, tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    Models(asker_of(server.url, tmp_path), path, now=lambda: datetime(2030, 1, 1, tzinfo=UTC)).known()
    Models(asker_of(server.url, tmp_path), path, now=lambda: NOW).known()
    assert server.requests == 2
