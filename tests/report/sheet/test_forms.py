"""All forms of one sheet say the same, and none shows a number that is no fact."""

import email
import re
from dataclasses import replace
from email.policy import default
from html.parser import HTMLParser

import pytest
from report.run_folders import NOW, TEMPLATES, run_folder

from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.model.narration import Tokens
from leanrig.pipeline.report_inputs import report_inputs
from leanrig.report.check import UntracedNumber
from leanrig.report.cite.table import citable_of
from leanrig.report.fact import Fact, Prose, say
from leanrig.report.facts import Story, gather
from leanrig.report.narrate.credits import credits_of
from leanrig.report.narrate.publish import publish
from leanrig.report.narrate.rules import rules_of
from leanrig.report.sheet.as_json import json_of
from leanrig.report.sheet.html import html_of
from leanrig.report.sheet.mail import LARGEST_MAIL, eml_of, mail_of
from leanrig.report.sheet.markdown import markdown_of
from leanrig.report.sheet.of_story import sheet_of_story
from leanrig.report.sheet.pdf import pdf_of_sheet
from leanrig.report.sheet.plain_text import text_of
from leanrig.report.sheet.sheet import Bullets, Part, Sheet


def read(name: str) -> str:
    return (TEMPLATES / name).read_text()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = run_folder(tmp_path_factory.mktemp("run"))
    result = read_result(folder)
    inputs = report_inputs(folder, result, judge(result), now=NOW)
    story = gather(inputs)
    table = citable_of(inputs, story)
    story.told = publish(None, rules_of(table), table, story.facts, by="rules")
    story.credits = credits_of(story.facts, story.told, [], Tokens(), ["OpenAI: no key"])
    return story


@pytest.fixture(scope="module")
def sheet(story: Story) -> Sheet:
    return sheet_of_story(story)


def test_the_story_keeps_its_own_facts(story: Story) -> None:
    before = set(story.facts.tables)
    sheet_of_story(story)
    sheet_of_story(story)
    assert set(story.facts.tables) == before


@pytest.mark.parametrize("form", ["html", "markdown", "text", "mail", "json"])
def test_every_form_has_the_verdict_the_figures_and_who_wrote(sheet: Sheet, form: str) -> None:
    text = " ".join(_unescaped(_form(sheet, form)).split())
    assert str(sheet.headline[0]) in text
    sharpe = sheet.facts["figure.sharpe"].text
    assert sharpe in text
    assert "Written by rules from the facts of this page" in text
    assert "OpenAI: no key" in text
    for part in sheet.parts:
        assert part.heading in text


@pytest.mark.parametrize("form", ["html", "markdown", "text", "mail", "json", "pdf"])
def test_a_number_that_is_no_fact_is_refused_in_every_form(sheet: Sheet, form: str) -> None:
    known = sheet.facts["figure.sharpe"]
    forged = Fact(known.key, 9.99, "9.99", known.unit, known.how, known.source)
    for lie in (Prose(("Sharpe ", forged)), Prose(("It rose by 12 %",)), Prose((Fact("none", 1.0, "1", "", "", ""),))):
        wrong = replace(sheet, parts=(*sheet.parts, Part("More", "more", (Bullets((lie,)),))))
        with pytest.raises(UntracedNumber):
            _form(wrong, form)


@pytest.mark.parametrize("form", ["html", "markdown", "text", "mail", "json", "pdf"])
def test_a_table_with_another_figure_is_refused_in_every_form(sheet: Sheet, form: str) -> None:
    table = sheet.facts.tables["figures"]
    row = (table.rows[0][0], (9.99, "9.99"), table.rows[0][2])
    wrong = replace(sheet, parts=(Part("More", "more", (replace(table, rows=(row, *table.rows[1:])),)),))
    with pytest.raises(UntracedNumber):
        _form(wrong, form)


def test_markdown_reads_nothing_of_others_as_markdown(sheet: Sheet) -> None:
    facts = sheet.facts
    name = facts.name("evil.name", "*bold* | [x](y) <b> `code` # head")
    quote = facts.quote("evil.quote", "```\n# not a heading\n```` 12345", "news")
    made = markdown_of(replace(sheet, parts=(Part("More", "more", (say("Of {name}.", name=name), quote)),)))
    assert r"\*bold\* \| \[x\](y) \<b\> \`code\` \# head" in made
    fences = re.findall(r"^`{3,}.*$", made, re.MULTILINE)
    assert fences[0] == "`````text" and fences[-1] == "`````"
    assert "# not a heading\n" in made.split("`````")[1]


def test_html_of_others_stays_text(sheet: Sheet) -> None:
    facts = sheet.facts
    if "evil.html" not in facts.quotes:
        facts.quote("evil.html", "<script>alert(1)</script>", "news")
    wrong = replace(sheet, parts=(Part("More", "more", (facts.quotes["evil.html"],)),))
    for made in (html_of(wrong, read=read), mail_of(wrong, read=read).html):
        assert "<script>" not in made
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made


def test_the_page_needs_no_network_and_no_script(sheet: Sheet) -> None:
    page = html_of(sheet, read=read)
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#|data:,)", page)
    assert "url(" not in page


def test_a_mail_has_a_subject_both_bodies_inline_styles_and_a_size(sheet: Sheet) -> None:
    mail = mail_of(sheet, read=read)
    assert len(mail.html.encode()) < LARGEST_MAIL
    assert not re.search(r"<(style|link|img|script)\b", mail.html)
    found = email.message_from_bytes(eml_of(mail), policy=default)
    assert found["subject"] == mail.subject
    assert len(mail.subject) <= 120
    assert found.get_content_type() == "multipart/alternative"
    plain, html = found.iter_parts()
    assert plain.get_content_type() == "text/plain" and html.get_content_type() == "text/html"
    assert plain.get_content().replace("\r\n", "\n") == mail.text
    assert eml_of(mail) == eml_of(mail_of(sheet, read=read))


def test_a_mail_of_a_very_long_report_is_cut_with_a_word(sheet: Sheet) -> None:
    facts = sheet.facts
    item = say("{name} again and again.", name=facts.name("long.name", "word " * 200))
    parts = tuple(Part("Long", f"long-{'x' * n}", (Bullets((item,) * 20),)) for n in range(1, 12))
    mail = mail_of(replace(sheet, parts=parts), read=read)
    assert len(mail.html.encode()) < LARGEST_MAIL
    assert "More is on the page." in mail.html


def test_the_pdf_is_one(sheet: Sheet) -> None:
    assert pdf_of_sheet(sheet).startswith(b"%PDF-")


def _form(sheet: Sheet, form: str) -> str:
    ways = {
        "html": lambda: _seen(html_of(sheet, read=read)),
        "markdown": lambda: markdown_of(sheet),
        "text": lambda: text_of(sheet),
        "mail": lambda: _seen(mail_of(sheet, read=read).html),
        "json": lambda: json_of(sheet),
        "pdf": lambda: pdf_of_sheet(sheet).decode("latin-1"),
    }
    return ways[form]()


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\`*_\[\]<>|~#\"])", r"\1", text)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _seen(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return "".join(reader.parts)
