"""A judgement as one JSON object: verdicts and every figure, null where nobody can know."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from leanrig.pipeline.judge import JudgedRecipe, JudgedRow
from leanrig.pipeline.judge_premium import Premium

__all__ = ["judged_json", "plain_json", "premium_json"]


def judged_json(done: JudgedRecipe) -> dict[str, Any]:
    """Return what `leanrig judge --json` prints."""
    return {
        "recipe": done.recipe.name,
        "is_good": done.is_good,
        "headline": done.headline,
        "trials": done.trials,
        "folder": str(done.folder),
        "files": {form: str(path) for form, path in done.files.items()},
        "symbols": [_row(row) for row in done.rows],
    }


def premium_json(done: Premium) -> dict[str, Any]:
    """Return what `leanrig judge --premium --json` prints."""
    return {
        "recipe": done.recipe.name,
        "detector": done.detector,
        "headline": done.headline,
        "folder": str(done.folder),
        "files": {form: str(path) for form, path in done.files.items()},
        "measured": [plain_json(replace(one, times=())) for one in done.measured],
    }


def plain_json(value: Any) -> Any:
    """Return dataclasses as objects; arrays by bar are left out, a number that is none becomes null."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {item.name: getattr(value, item.name) for item in fields(value) if item.name != "series"}
        return {name: plain_json(part) for name, part in found.items() if not isinstance(part, np.ndarray)}
    if isinstance(value, Mapping):
        return {str(name): plain_json(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain_json(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _row(row: JudgedRow) -> dict[str, Any]:
    found: dict[str, Any] = {"symbol": row.symbol, "trouble": row.trouble}
    if row.verdict is not None:
        verdict = row.verdict
        found["verdict"] = {
            "grade": str(verdict.grade),
            "rule": verdict.rule,
            "words": verdict.words,
            "figures": plain_json(verdict.figures),
        }
    return found | {"judged": plain_json(row.judged)}
