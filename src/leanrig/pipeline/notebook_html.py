"""Small HTML for a notebook's output: everything is escaped, colours follow the notebook's theme. Pure."""

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from leanrig.report.draw import spark

__all__ = ["block", "cards", "chart", "line", "sparkline", "table"]

_BLOCK = "font-family:system-ui,sans-serif;font-size:13px;max-width:980px;line-height:1.45"
_CARD = "border:1px solid rgba(128,128,128,.35);border-radius:6px;padding:8px 10px;min-width:126px"
_COLOURS = ("currentColor", "rgba(128,128,128,.7)")
_WIDTH, _POINTS = 900, 600
_SMALL = "opacity:.7;font-size:12px"


def block(*parts: str) -> str:
    """Return parts as one block."""
    return f'<div style="{_BLOCK}">{"".join(parts)}</div>'


def line(text: str, *, is_strong: bool = False, is_small: bool = False) -> str:
    """Return one line of text."""
    style = "margin:4px 0;" + ("font-weight:600;font-size:15px;" if is_strong else _SMALL if is_small else "")
    return f'<div style="{style}">{escape(text)}</div>'


def table(rows: Iterable[tuple[str, object]]) -> str:
    """Return pairs as a table without borders."""
    cells = (
        f'<tr style="background:none"><td style="text-align:left;{_SMALL}">{escape(name)}</td>'
        f'<td style="text-align:left">{escape(str(value))}</td></tr>'
        for name, value in rows
    )
    return f'<table style="border:none">{"".join(cells)}</table>'


def cards(found: Sequence[tuple[str, str, str, str]]) -> str:
    """Return figures beside each other: title, value, what stands beside it, and a drawing (HTML already)."""
    parts = (
        f'<div style="{_CARD}"><div style="{_SMALL}">{escape(title)}</div>'
        f'<div style="font-size:17px;font-weight:600">{escape(value)}</div>'
        f'<div style="{_SMALL}">{escape(beside) or "&nbsp;"}</div>{drawing}</div>'
        for title, value, beside, drawing in found
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:8px;margin:8px 0">{"".join(parts)}</div>'


def sparkline(values: NDArray[np.float64], other: NDArray[np.float64] | None = None) -> str:
    """Return one small line, and a grey one beside it on the same scale; empty for less than two values."""
    paths, box = spark(values, other)
    return _drawn(paths, box, width=120, height=30) if paths else ""


def chart(values: NDArray[np.float64], other: NDArray[np.float64] | None = None, *, height: int = 140) -> str:
    """Return the same across the whole output, drawn finely."""
    parts = [part[np.isfinite(part)] for part in (values, other) if part is not None]
    parts = [part for part in parts if len(part) > 1]
    if not parts:
        return ""
    low, high = min(part.min() for part in parts), max(part.max() for part in parts)
    paths = [_fine(part, float(low), float(high - low) or 1.0, height) for part in parts]
    return _drawn(paths, f"0 0 {_WIDTH} {height}", width=_WIDTH, height=height)


def _fine(values: NDArray[np.float64], low: float, span: float, height: int) -> str:
    chosen = values[np.unique(np.linspace(0, len(values) - 1, _POINTS).astype(int))]
    x, y = np.linspace(0, _WIDTH, len(chosen)), height - (chosen - low) / span * height
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))


def _drawn(paths: Sequence[str], box: str, *, width: int, height: int) -> str:
    drawn = "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.2" vector-effect="non-scaling-stroke"/>'
        for path, colour in zip(paths, _COLOURS, strict=False)
    )
    size = f'width="{width}" height="{height}" viewBox="{box}" preserveAspectRatio="none"'
    return f'<svg {size} style="overflow:visible;max-width:100%" role="img">{drawn}</svg>'
