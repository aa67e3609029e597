"""facts.json of a report that is no back-test's."""

import json

from leanrig.report.fact import Facts
from leanrig.report.sheet.draft import Draft

__all__ = ["facts_json"]


def facts_json(draft: Draft, facts: Facts) -> str:
    """Return every figure of a report with its source, and every fact that could be cited."""
    found = facts.as_json() | {"cited": {key: fact.as_json() for key, fact in draft.table.items()}}
    return json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n"
