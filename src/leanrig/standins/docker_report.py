"""Plays Lean's report creator in the Docker stand-in: a page, and a PDF if asked, that say which result they are of."""

import json
import os
import re
import sys
from pathlib import Path

from leanrig.standins.docker_programs import Inside, Started

__all__ = ["page_of_result"]

_REPORT = "/Lean/Report/bin/Debug"
_COPIED = re.compile(r'cp /tmp/report\.(html|pdf) "(/Output/[^"]+)"')
_PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
_WRITE = """
import json, pathlib, sys
for path, text in json.loads(sys.argv[1]).items():
    pathlib.Path(path).write_text(text)
print("report written")
"""


def page_of_result(inside: Inside) -> Started:
    """Write what the start script would copy out: the page with the result's orders and statistics."""
    wanted = json.loads(inside.here(f"{_REPORT}/config.json").read_text(encoding="utf-8"))
    result = json.loads(inside.here(f"{_REPORT}/{wanted['backtest-data-source-file']}").read_text(encoding="utf-8"))
    facts = {
        "name": wanted["strategy-name"],
        "description": wanted["strategy-description"],
        "orders": len(result.get("orders", {})),
        "statistics": result.get("statistics", {}),
    }
    texts = {"html": f"<html><body><pre>{json.dumps(facts)}</pre></body></html>", "pdf": _PDF}
    scripts = (inside.paths[word] for word in inside.words if word in inside.paths)
    text = "\n".join(script.read_text(encoding="utf-8") for script in scripts if script.is_file())
    files = {str(inside.here(path)): texts[kind] for kind, path in _COPIED.findall(text)}
    return Started([sys.executable, "-I", "-c", _WRITE, json.dumps(files)], Path.cwd(), dict(os.environ), "")
