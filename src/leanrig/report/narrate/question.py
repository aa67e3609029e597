"""What a model is asked: the language's rules, the facts it may cite, the sections that are wanted. Pure.

No text of others goes in: no log line, no news, no remark of an algorithm. A name that an author chose (a recipe, a
symbol) goes in as a key, which the model only repeats.
"""

import json
from collections.abc import Mapping, Sequence

from leanrig.model.narration import Question, Role
from leanrig.report.cite.citable import Citable
from leanrig.report.narrate.homes import homes_of
from leanrig.report.narrate.language import Narrative, SectionName
from leanrig.report.narrate.told import Refused

__all__ = ["ROLE_SECTIONS", "question_of"]

ROLE_SECTIONS: dict[Role, tuple[SectionName, ...]] = {
    "fast": ("summary",),
    "deep": ("performance", "regimes", "trading", "patterns", "data", "history", "doubts"),
}


def question_of(
    role: Role,
    instructions: str,
    facts: Mapping[str, Citable],
    rules: Narrative,
    *,
    left_out: int = 0,
    refused: Sequence[Refused] = (),
) -> Question:
    """Return the question of a role.

    Parameters
    ----------
    instructions
        The language's rules and the manner, for the system's part.
    facts
        The facts that may be cited; `left_out` is how many more there are.
    rules
        What the rules say: a start that is known to be true.
    refused
        Sentences of the answer before, with the reasons; a corrected answer is asked for.
    """
    wanted = ROLE_SECTIONS[role]
    data: dict[str, object] = {
        "sections": list(wanted),
        "homes": homes_of(wanted),
        "facts": {key: _shown(fact) for key, fact in facts.items()},
        "facts_left_out": left_out,
        "true_sentences": {
            section.name: [sentence.text for sentence in section.sentences]
            for section in rules.sections
            if section.name in wanted
        },
    }
    if refused:
        data["refused"] = [
            {"section": item.section, "text": item.text, "reasons": [str(reason) for reason in item.reasons]}
            for item in refused
        ]
    return Question(
        role=role,
        instructions=instructions,
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        schema=Narrative.model_json_schema(),
    )


def _shown(fact: Citable) -> dict[str, object]:
    shown: dict[str, object] = {"is": fact.phrase, "measure": fact.measure, "unit": fact.unit, "how": fact.how}
    known = {"better": fact.sense, "group": fact.group}
    shown |= {name: value for name, value in known.items() if value}
    if fact.is_change:
        shown["may"] = "rise or fall"
    if fact.is_size:
        shown["may"] = "be deep or shallow"
    if not fact.is_known:
        shown["has"] = "no value: compare it with nothing"
    return shown
