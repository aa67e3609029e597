"""narrate: facts are told by the first model that answers, checked, corrected once, and by rules where that fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from pydantic import ValidationError

from leanrig.errors import VendorFailed
from leanrig.model.narration import Answer, Question, Role, Tokens, Writer
from leanrig.pipeline.narration_record import Exchange, Record, question_hash, read_record, write_record
from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.select import select_facts
from leanrig.report.fact import Facts
from leanrig.report.narrate.language import Narrative
from leanrig.report.narrate.prompt_rules import instructions
from leanrig.report.narrate.publish import publish, refusals_of
from leanrig.report.narrate.question import ROLE_SECTIONS, question_of
from leanrig.report.narrate.told import Refused, Told

__all__ = ["Narrated", "Wrote", "narrate"]


@dataclass(frozen=True, slots=True)
class Wrote:
    """Who wrote for a role, and what it took; both attempts together."""

    role: Role
    writer: str
    model: str
    tokens: Tokens
    is_replayed: bool


@dataclass(frozen=True, slots=True)
class Narrated:
    """The text, who wrote it, and who could not."""

    told: Told
    wrote: tuple[Wrote, ...] = ()
    failures: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def tokens(self) -> Tokens:
        """All tokens; the cost is None as soon as one of them is unknown."""
        costs = [item.tokens.cost for item in self.wrote]
        known = [cost for cost in costs if cost is not None]
        return Tokens(
            sum(item.tokens.sent for item in self.wrote),
            sum(item.tokens.received for item in self.wrote),
            sum(known) if len(known) == len(costs) else None,
        )


def narrate(
    table: CitableTable,
    rules: Narrative,
    facts: Facts,
    *,
    prompt: str,
    roles: Sequence[Role] = (),
    writers: Sequence[Writer] = (),
    record: Path | None = None,
    is_fresh: bool = False,
) -> Narrated:
    """Return the text of a report.

    Parameters
    ----------
    table
        What may be cited.
    rules
        What the rules say; stands wherever no model does.
    facts
        The page's facts; every phrase that is published is kept in them.
    prompt
        The prompt's template.
    roles
        Who is asked: none, the summary's model, or the deep one too.
    writers
        Asked one after the other until one answers.
    record
        Where answers are kept; a question that is answered there is not asked again, unless `is_fresh`.
    """
    kept = read_record(record) if record is not None and not is_fresh else Record()
    asking = _Asking(kept, writers)
    sections, refused, wrote, left_out = [], list[Refused](), [], 0
    for role in roles:
        chosen = select_facts(table)
        left_out = len(table) - len(chosen)
        manner = _manner(prompt, role)
        question = question_of(role, manner, chosen, rules, left_out=left_out)
        had = asking.narrative(question)
        if had is None:
            continue
        narrative, answer, is_replayed = had
        tokens = answer.tokens
        wrong = refusals_of(narrative, table)
        if wrong:
            again = question_of(role, manner, chosen, rules, left_out=left_out, refused=wrong)
            second = asking.narrative(again)
            if second is not None:
                refused += wrong
                narrative, tokens = second[0], _sum(tokens, second[1].tokens)
        sections += [section for section in narrative.sections if section.name in ROLE_SECTIONS[role]]
        wrote.append(Wrote(role, answer.writer, answer.model, tokens, is_replayed))
    by = " and ".join(dict.fromkeys(f"{item.writer} {item.model}" for item in wrote))
    written = Narrative(sections=sections) if sections else None
    told = publish(written, rules, table, facts, by=by, refused=refused)
    if record is not None and kept.exchanges:
        write_record(record, kept)
    return Narrated(told, tuple(wrote), tuple(dict.fromkeys(asking.failures)), left_out)


class _Asking:
    """Asks, or finds the answer in the record."""

    def __init__(self, record: Record, writers: Sequence[Writer]) -> None:
        self.failures: list[str] = []
        self._record = record
        self._writers = writers

    def narrative(self, question: Question) -> tuple[Narrative, Answer, bool] | None:
        key = question_hash(question)
        kept = self._record.exchanges.get(key)
        if kept is not None:
            self.failures += kept.failures
            return Narrative.model_validate_json(kept.answer.text), kept.answer, True
        if not self._writers:
            return None
        failures: list[str] = []
        found = self._ask(question, failures)
        self.failures += failures
        if found is None:
            return None  # not recorded: whoever asks later may be luckier
        self._record.exchanges[key] = Exchange(key, found[1], tuple(failures))
        return *found, False

    def _ask(self, question: Question, failures: list[str]) -> tuple[Narrative, Answer] | None:
        for writer in self._writers:
            try:
                answer = writer.answer(question)
                return Narrative.model_validate_json(answer.text), answer
            except VendorFailed as error:
                failures.append(f"{writer.name}: {error.what}")
            except ValidationError as error:
                failures.append(f"{writer.name}: the answer does not fit: {_first(error)}")
        return None


def _first(error: ValidationError) -> str:
    found = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in found['loc']) or 'text'}: {found['msg']}"


def _manner(prompt: str, role: Role) -> str:
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 (plain text)
    return environment.from_string(prompt).render(role=role, rules=instructions())


def _sum(first: Tokens, second: Tokens) -> Tokens:
    cost = first.cost + second.cost if first.cost is not None and second.cost is not None else None
    return Tokens(first.sent + second.sent, first.received + second.received, cost)
