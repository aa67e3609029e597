"""A sheet as a mail: subject, plain text, and HTML with its styles inside, small enough to be shown whole. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial

from leanrig.report.check import check_page
from leanrig.report.context_render import context_html
from leanrig.report.fact import FactTable, Quote
from leanrig.report.judging_chart import Chart
from leanrig.report.sheet.html import environment_of
from leanrig.report.sheet.plain_text import text_of
from leanrig.report.sheet.sheet import Part, Picture, Sheet
from leanrig.report.sheet.traced import LAST_ROWS, shown_rows

__all__ = ["LARGEST_MAIL", "Mail", "eml_of", "mail_of"]

LARGEST_MAIL = 100_000
"""Bytes of HTML: readers of mail cut off what is longer."""

_ROWS = (40, 20, 8, 0)
_ROWS_OF_A_PICTURE = 6
_LONGEST_QUOTE = 4_000
_LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail program needs; sender and receiver are whoever sends it."""

    subject: str
    text: str
    html: str


def mail_of(sheet: Sheet, *, read: Callable[[str], str]) -> Mail:
    """Return the mail; rows, then long texts, then parts from the end give way until it is small enough.

    Raises
    ------
    UntracedNumber
        If it would show a number that is no fact.
    """
    html = ""
    for rows, parts in [
        *((rows, len(sheet.parts)) for rows in _ROWS),
        *((0, n) for n in range(len(sheet.parts))[::-1]),
    ]:
        html = _html(sheet, sheet.parts[:parts], rows, read)
        if len(html.encode()) <= LARGEST_MAIL:
            break
    return Mail(_subject(sheet), text_of(sheet), html)


def eml_of(mail: Mail) -> bytes:
    """Return the mail as a file that mail programs open; the same mail gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    message["X-Unsent"] = "1"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message.set_boundary("=_leanrig_report_=")
    return message.as_bytes()


def _subject(sheet: Sheet) -> str:
    text = " ".join(f"{sheet.title.text}: {sheet.headline[0]}".split()) if sheet.headline else sheet.title.text
    return text if len(text) <= _LONGEST_SUBJECT else f"{text[: _LONGEST_SUBJECT - 1].rsplit(' ', 1)[0]}…"


def _html(sheet: Sheet, parts: tuple[Part, ...], most: int, read: Callable[[str], str]) -> str:
    pictures = {block.table.key for part in parts for block in part.blocks if isinstance(block, Picture | Chart)}
    environment = environment_of({"mail.html.j2": read("mail.html.j2")})
    page = environment.get_template("mail.html.j2").render(
        sheet=sheet,
        parts=parts,
        context=context_html(sheet.context) if most > 0 else "",
        rows=partial(_rows, pictures=pictures, most=most),
        has_room=partial(_has_room, most=most),
        more=LAST_ROWS,
        more_parts="More is on the page.",
    )
    check_page(page, sheet.facts)
    return page


def _rows(table: FactTable, *, pictures: set[str], most: int) -> range:
    return shown_rows(table, min(most, _ROWS_OF_A_PICTURE) if table.key in pictures else most)


def _has_room(quote: Quote, *, most: int) -> bool:
    return most > 0 and len(quote.text) <= _LONGEST_QUOTE
