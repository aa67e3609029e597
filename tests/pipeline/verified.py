"""Runs `verify` and keeps the steps that it tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.run_space import space_of

from leanrig.pipeline.fetch import Told
from leanrig.pipeline.verify import Engine, Verified, verify
from leanrig.settings import Settings

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def verified(
    recipe: Path, engines: dict[str, Engine], settings: Settings | None = None, now: datetime = NOW
) -> tuple[Verified, list[str]]:
    steps: list[str] = []

    @contextmanager
    def step(label: str) -> Iterator[Told]:
        steps.append(label)
        yield lambda share, word, left_s=None, /: None

    return verify(space_of(recipe), recipe, engines, settings=settings or Settings(), now=now, step=step), steps
