"""The workspace is found upwards, and lean.json is read with its comments."""

from pathlib import Path

import pytest

from leanrig.errors import BadInput, Missing
from leanrig.workspace import find_workspace


def test_it_is_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "lean.json").write_text(
        '{\n  // bars: "here"\n  "data-folder": "bars", /* and // so on */\n  "x": "http://a"\n}'
    )
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    workspace = find_workspace(below)
    assert workspace.root == tmp_path
    assert workspace.data == tmp_path / "bars"
    assert workspace.storage == tmp_path / "storage"


def test_without_one_the_cure_is_init(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"no lean\.json") as caught:
        find_workspace(tmp_path)
    assert caught.value.cure == "leanrig init"


@pytest.mark.parametrize(("text", "says"), [("{", "cannot be read"), ("[]", "no object"), ("{}", "no data folder")])
def test_a_bad_lean_json_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "lean.json").write_text(text)
    with pytest.raises(BadInput, match=says):
        find_workspace(tmp_path)
