"""All vendors on loopback behind one market at a fixed moment, and a chain of real clients over them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leanrig.pipeline.vendors import provider_of
from leanrig.providers.chain import Chain
from leanrig.settings import Settings, load_settings
from leanrig.standins.server import Standin
from leanrig.standins.world import World, make_world

NOON = datetime(2024, 6, 12, 16, 0, tzinfo=UTC)
QUICK = "http: {timeout_s: 2, deadline_s: 4, attempts: 2, fresh_s: 0}\n"


@dataclass
class Vendors:
    """The running world, where its clock stands, and the environment that points at it."""

    world: World
    folder: Path
    urls: dict[str, str]
    moment: datetime = NOON
    environment: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Standin:
        return self.world.standins[name]

    def settings(self, text: str = QUICK) -> Settings:
        """Return the settings of a workspace whose `leanrig.yaml` is `text`."""
        path = self.folder / "leanrig.yaml"
        path.write_text(text)
        path.chmod(0o600)
        return load_settings(self.folder, self.environment)

    def chain(self, vendor: str = "auto", text: str = QUICK) -> Chain:
        """Return the chain that the settings make."""
        made = provider_of(vendor, settings=self.settings(text))
        assert isinstance(made, Chain)
        return made


@contextmanager
def running_vendors(folder: Path, **options: Any) -> Iterator[Vendors]:
    """Start all of them; their clock is `moment`, which a test may move."""
    vendors: Vendors
    world = make_world(now=lambda: vendors.moment, **options)
    urls = {name: standin.start().url for name, standin in world.standins.items()}
    vendors = Vendors(world, folder, urls, environment=world.environment(urls))
    try:
        yield vendors
    finally:
        for standin in world.standins.values():
            standin.stop()
