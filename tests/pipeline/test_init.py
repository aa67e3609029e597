"""The starter is laid whole, never over what is there, and updated only with the user's word."""

from pathlib import Path

import pytest

from leanrig.errors import BadInput, Missing
from leanrig.pipeline.init import _lay, lay_starter, starter_changes


def test_it_is_laid_into_an_empty_folder(tmp_path: Path) -> None:
    written = lay_starter(tmp_path)
    assert (tmp_path / "signals" / "contract.py") in written
    assert (tmp_path / "lean.json").exists()
    assert starter_changes(tmp_path, write=False) == []


def test_an_existing_lean_json_stays(tmp_path: Path) -> None:
    (tmp_path / "lean.json").write_text('{"data-folder": "mine"}')
    lay_starter(tmp_path)
    assert (tmp_path / "lean.json").read_text() == '{"data-folder": "mine"}'


def test_a_taken_name_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "research").mkdir()
    with pytest.raises(BadInput, match="research"):
        lay_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["research"]
    lay_starter(tmp_path, under="rig")
    assert (tmp_path / "rig" / "signals").is_dir()


def test_an_update_takes_over_old_files_and_spares_edited_ones(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        starter_changes(tmp_path, write=False)
    lay_starter(tmp_path)
    (tmp_path / "signals" / "contract.py").write_text("# mine\n")
    (tmp_path / "signals" / "feed.py").unlink()
    changes = {change.path: change for change in starter_changes(tmp_path, write=True)}
    assert set(changes) == {"signals/contract.py", "signals/feed.py"}
    assert changes["signals/contract.py"].edited
    assert "-# mine" in changes["signals/contract.py"].difference
    assert (tmp_path / "signals" / "contract.py").read_text() == "# mine\n"
    assert (tmp_path / "signals" / "contract.py.new").exists()
    assert (tmp_path / "signals" / "feed.py").exists()


@pytest.mark.parametrize("name", ["..", "../beside", "/tmp/elsewhere"])
def test_under_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="below"):
        lay_starter(tmp_path, under=name)


def test_what_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    """A folder takes the name of a stage's file in the last moment: nothing that was staged stays."""
    with pytest.raises(OSError, match=r"lean\.json"):
        _lay(tmp_path / "new", {"signals/a.py": b"1", "lean.json/x": b"2", "lean.json": b"3"})
    assert list((tmp_path / "new").iterdir()) == []


def test_a_recipes_notebooks_are_no_part_of_the_starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "__pycache__"  # a name that is left out below, and means nothing above
    for name in ("signals/a.py", "research/notebooks/01.py", "research/notebooks/lean/mine.ipynb", "lean.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("{}")
    monkeypatch.setattr("leanrig.pipeline.init._starter_root", lambda: root)
    written = lay_starter(tmp_path / "new")
    names = {path.relative_to(tmp_path / "new").as_posix() for path in written}
    assert names == {".gitignore", ".leanrig.json", "lean.json", "research/notebooks/01.py", "signals/a.py"}
