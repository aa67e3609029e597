"""Whole or not at all."""

from pathlib import Path

import pytest

from leanrig.files import staged_folder, write_bytes, write_text


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = write_text(tmp_path / "deep" / "a.txt", "one")
    assert write_bytes(path, b"two") == path
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]


def test_a_folder_takes_its_place_only_when_the_block_ends_well(tmp_path: Path) -> None:
    place = tmp_path / "project"
    with staged_folder(place) as stage:
        (stage / "main.py").write_text("first")
    with pytest.raises(RuntimeError), staged_folder(place) as stage:
        (stage / "main.py").write_text("second")
        raise RuntimeError
    assert (place / "main.py").read_text() == "first"
    with staged_folder(place) as stage:
        (stage / "other.py").write_text("third")
    assert [p.name for p in place.iterdir()] == ["other.py"]
    assert [p.name for p in tmp_path.iterdir()] == ["project"]
