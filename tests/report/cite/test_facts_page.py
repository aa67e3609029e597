"""docs/facts.md is what the code says, and its table of doubts is complete."""

import re
from pathlib import Path

from report.cite.facts_page import PAGE, page

_CITE = Path(__file__).resolve().parents[3] / "src" / "leanrig" / "report" / "cite"


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_doubt_is_on_the_page_with_its_gravity() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_CITE.glob("doubts_of_*.py")))
    found = re.findall(r'Doubt\(\s*f?"([a-z_]+)(?:\{.*?)?"(?:[^,]*),\s*(\d+)', code)
    rows = dict(re.findall(r"^\| ([a-z_]+)(?:<regime>)? \|.*\| ([\d, ]+) \|$", PAGE.read_text(encoding="utf-8"), re.M))
    assert len(found) > 20
    for key, gravity in found:
        assert gravity in rows[key.rstrip("_") if key == "signal_" else key], key
