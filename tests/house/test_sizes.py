"""Modules and functions stay as small as those of the houses that this one learned from."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("src/leanrig", "src/leanrig/engine", "signals", "research", "generator")


@pytest.mark.parametrize("room", ROOMS)
def test_medians_are_those_of_the_models(room: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / room).rglob("*.py")]
    texts = [text for text in texts if text.strip()]
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert statistics.median(len(text.splitlines()) for text in texts) <= 160
    assert statistics.median(functions) <= 8
    assert sorted(functions)[int(0.9 * len(functions))] <= 40
