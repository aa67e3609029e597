"""What was published of a run's narrative: a model's sentences, and those of the rules that nothing else says. Pure."""

from collections.abc import Iterator, Mapping

from leanrig.model.recalled import RunText
from leanrig.report.narrate.language import Slot, parse
from leanrig.report.recall.gist import gist_of
from leanrig.report.recall.run_files import Found, RunFiles

__all__ = ["narrated_texts"]

# What the rules say in other sections, the run's own figures say already.
_RULED = ("patterns", "doubts")


def narrated_texts(files: RunFiles) -> Iterator[RunText]:
    """Yield the sentences of `told` in `facts.json`, each by itself: two runs that are told alike share their gists."""
    sections = files.narration.get("sections")
    for name, sentences in sections.items() if isinstance(sections, Mapping) else ():
        for sentence in sentences if isinstance(sentences, list) else ():
            if isinstance(sentence, Mapping) and (sentence.get("by") != "rules" or name in _RULED):
                text = " ".join(str(sentence.get("text") or "").replace("\u202f", " ").split())
                if text:
                    yield RunText("narration", str(name), text, gist_of(_named(files, sentence) or text))


def _named(files: RunFiles, sentence: Found) -> str:
    """Return the sentence with the facts' names and without their figures; empty where that cannot be told."""
    cited = files.facts.get("cited")
    if not isinstance(cited, Mapping):
        return ""
    try:
        parts = parse(str(sentence.get("slots") or ""))
    except ValueError:
        return ""
    return "".join(_name(cited.get(part.key)) if isinstance(part, Slot) else part for part in parts)


def _name(fact: object) -> str:
    return str(fact.get("name") or "") if isinstance(fact, Mapping) else ""
