"""The words of a page that a reader would see: no scripts, no comments, nothing that its own marks hide. Pure."""

import re
from html.parser import HTMLParser

__all__ = ["html_text"]

_SILENT = {
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "canvas", "select", "textarea",
    "math", "audio", "video", "dialog",
}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"}
_BLOCKS = {
    "p", "div", "br", "hr", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "blockquote", "pre", "dt", "dd", "figcaption", "header", "footer", "main", "aside", "nav", "address", "form",
}  # fmt: skip
_CELLS = {"td", "th"}
_DEEPEST = 400
_HIDES = re.compile(
    r"display:none|visibility:(hidden|collapse)|opacity:0*\.?0*(;|!|$)|font-size:0*\.?0*(px|pt|em|rem|%)?(;|!|$)"
    r"|(left|top|text-indent|margin-left|margin-top):-\d{3,}|(max-)?(height|width):0(px)?(;|!|$)|clip(-path)?:"
    r"|(^|;)color:(#f{3}(f{3})?|white|transparent|rgba?\(255,255,255)"
)


def html_text(page: str) -> str:
    """Return the visible text, a line for each block.

    Hidden by its own marks: `hidden`, `aria-hidden`, and styles in the tag (display, visibility, size, place, white on
    white). What a style sheet hides cannot be seen here, and is shown.
    """
    reader = _Reader()
    reader.feed(_with_whole_tags(_without_comments(page)))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _without_comments(page: str) -> str:
    """In one pass: the parser looks to the end of the page for each comment that has none."""
    first, *rest = page.split("<!--")
    return "".join([first, *(after for part in rest for _, ended, after in [part.partition("-->")] if ended)])


def _with_whole_tags(page: str) -> str:
    """A "<" that no ">" ends is a letter: else the parser looks for that end from each of them to the page's."""
    first, *rest = page.split("<")
    return "".join([first, *(f"<{part}" if ">" in part else f"&lt;{part}" for part in rest)])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append((tag, tag in _SILENT or _is_hidden(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # To a browser `<div/>` is open; only elements without content end here.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close it, and what was left open in it; an end of nothing is passed over."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                break
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not any(hides for _, hides in self._open):
            self.pieces.append(data.replace("\n", " "))

    def _part(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append(" ")


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    found = dict(attrs)
    style = re.sub(r"\s+", "", found.get("style") or "").lower()
    return "hidden" in found or (found.get("aria-hidden") or "").lower() == "true" or bool(_HIDES.search(style))
