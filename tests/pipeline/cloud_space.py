"""A workspace with our AAPL recipe through every arrow up to render, and a small project that somebody wrote."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pipeline.run_space import laid as lay
from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.model.resolution import Resolution
from leanrig.pipeline.cloud import CloudRunner
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.recipes import find_recipe
from leanrig.pipeline.signals import make_signals
from leanrig.providers.http.client import Patience
from leanrig.providers.quantconnect.connect import quantconnect_api
from leanrig.providers.quantconnect.waiting import Pace
from leanrig.providers.sample import SampleProvider
from leanrig.standins.quantconnect import ORGANIZATION, TOKEN, USER, CloudStandin
from leanrig.workspace import Workspace, find_workspace

__all__ = ["PACE", "account_of", "bought", "cloud", "laid_for_cloud", "runner_of", "space"]

PACE = Pace(first_s=0.05, longest_s=0.3, limit_s=300)
_PATIENCE = Patience(timeout_s=10, attempts=2, deadline_s=10, first_wait_s=0.01, longest_wait_s=0.05)
_BUYER = """from AlgorithmImports import *


class Buyer(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2012, 1, 5)
        self.set_end_date(2012, 12, 28)
        self.set_cash(100000)
        self.symbol = self.add_equity("AAPL", Resolution.DAILY).symbol
        self.bars = 0

    def on_data(self, data):
        self.bars += 1
        self.log(f"bar {self.bars} {self.get_parameter('word', '-')}")
        # what a test adds
        self.market_order(self.symbol, -1 if self.portfolio[self.symbol].quantity > 0 else 1)
"""


@pytest.fixture(scope="session")
def laid_for_cloud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test."""
    root = tmp_path_factory.mktemp("cloud-space")
    lay(root, "aapl_regime", ("start = 2000-03-01", "start = 2009-03-01"), ("start = 2001-06-01", "start = 2010-09-01"))
    found = find_workspace(root)
    recipe = find_recipe(found, "aapl_regime")
    days = {"start": recipe.data.start, "end": date(2013, 3, 1), "last_year": 2027}
    fetch(found.data, recipe.securities, SampleProvider(), resolution=Resolution.DAILY, **days)  # type: ignore[arg-type]
    make_signals(found, recipe, now=utc_now(), progress=lambda share, word: None)
    return root


@pytest.fixture
def space(laid_for_cloud: Path, tmp_path: Path) -> Workspace:
    root = tmp_path / "workspace"
    shutil.copytree(laid_for_cloud, root)
    return find_workspace(root)


@pytest.fixture
def cloud(space: Workspace, tmp_path: Path) -> Iterator[CloudStandin]:
    """The cloud, on the same bars."""
    with CloudStandin(tmp_path / "cloud", space.data) as made:
        made.keeps_exchanges = True
        yield made


def account_of(cloud: CloudStandin, state: Path) -> CloudAccount:
    api = quantconnect_api(
        state=state, user_id=USER, token=SecretStr(TOKEN), base_url=cloud.api_url, patience=_PATIENCE
    )
    return CloudAccount(api, ORGANIZATION, USER, SecretStr(TOKEN))


def runner_of(cloud: CloudStandin, space: Workspace, **options: object) -> CloudRunner:
    account = account_of(cloud, space.root / "build" / "state")
    return CloudRunner(account, space, pace=PACE, preparing=PACE, **options)  # type: ignore[arg-type]


def bought(space: Workspace, more: str = "pass", name: str = "buyer") -> Path:
    """Write the small project, with one statement more in each bar."""
    project = space.algorithms / name
    project.mkdir(parents=True)
    (project / "main.py").write_text(_BUYER.replace("# what a test adds", more))
    (project / "config.json").write_text('{"algorithm-language": "Python", "parameters": {"word": "own"}}')
    (project / "notes.csv").write_text("never,pushed\n")
    return project
