"""Other people's text made harmless: nothing hidden, no markup, no addresses, a bounded length. Pure."""

import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

__all__ = ["host_of", "neutral", "neutral_lines", "safe_link"]

_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_SPACES = {"Zs", "Zl", "Zp"}
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
_MARKUP = (
    (re.compile(r"<\|[^<>|]{0,40}\|>"), " "),
    (re.compile(r"<{1,2}/?[A-Za-z!?][^<>]*>{1,2}"), " "),
    (re.compile(r"\[/?INST\]", re.IGNORECASE), " "),
    (re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),
    (re.compile(r"`{3,}|~{3,}"), " "),
)
_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,19}://|(?<![\w.-])www\.)[^\s<>\"'()\[\]]*", re.IGNORECASE)
_SCRIPT = re.compile(r"\b(?:javascript|vbscript|data|file|blob|mailto)\s*:(?=[^\s…])[^\s<>\"']*", re.IGNORECASE)
_MOST_ADDRESS = 2_000
_LAYERS = 8


def neutral(text: str, *, most: int = 1_000) -> str:
    """Return `text` as one line of plain, visible words, at most `most` characters; doing it twice changes nothing.

    Markup goes, its words stay; an address becomes "(address at its.host)"; what runs ("javascript:") becomes
    "(address)". A text that was too long ends in "…".
    """
    found = _visible(text[: 20 * most])
    for _ in range(_LAYERS):
        before, found = found, _without_markup(found)
        if before == found:
            break
    else:  # Who wraps markup that often wants to get through.
        found = re.sub(r"[<>\[\]()|`~]", " ", found)
        found = _without_markup(found)
    line = _bounded(found, most)
    # Cutting must not make an address of half a one.
    return line if _without_markup(line) == line else _bounded(re.sub(r"[^\w\s%$€£'-]", " ", line), most)


def neutral_lines(text: str, *, most: int = 200_000) -> str:
    """Return `text` line by line as `neutral` does, without empty lines."""
    lines = (neutral(line, most=most) for line in text[:most].splitlines())
    return "\n".join(line for line in lines if line)


def safe_link(url: str) -> str:
    """Return an http or https address without user and password, in ASCII; "" for everything else."""
    url = url.strip()
    if len(url) > _MOST_ADDRESS or re.search(r"[\x00-\x20\x7f\"'<>\\^`{|}]", url):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    if (
        parts.scheme not in ("http", "https")
        or not re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]+", host)
        or "@" in parts.netloc
    ):
        return ""
    link = urlunsplit((parts.scheme, host + port, parts.path, parts.query, ""))
    return link if link.isascii() else ""


def host_of(url: str) -> str:
    """Return the host of a safe link, without "www."; "" where the link is none."""
    return (urlsplit(safe_link(url)).hostname or "").removeprefix("www.")


def _visible(text: str) -> str:
    shown = []
    for letter in _HIDDEN.sub("", text):
        kind = unicodedata.category(letter)
        if letter in "\t\n\r\x0b\x0c" or kind in _SPACES:
            shown.append(" ")
        elif kind not in _UNSEEN:
            shown.append(letter)
    return "".join(shown)


def _bounded(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _without_markup(text: str) -> str:
    for pattern, words in _MARKUP:
        text = pattern.sub(words, text)
    return _SCRIPT.sub("(address)", _ADDRESS.sub(_told, text))


def _told(found: re.Match[str]) -> str:
    address = found[0] if "://" in found[0] else f"https://{found[0]}"
    host = host_of(address.rstrip(".,;:!?"))
    while host.startswith("www."):
        host = host.removeprefix("www.")
    return f"(address at {host})" if host else "(address)"
