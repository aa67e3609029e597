"""No two runs share a folder."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from leanrig.pipeline.artifacts import claim_run_folder


def test_runs_of_the_same_second_get_folders_of_their_own(tmp_path: Path) -> None:
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: claim_run_folder(tmp_path, "AAPL", now), range(20)))
    assert len(set(folders)) == 20
    assert {folder.parent for folder in folders} == {tmp_path / "AAPL" / "2026-01-02"}
    assert {"030405", "030405-2", "030405-20"} <= {folder.name for folder in folders}
