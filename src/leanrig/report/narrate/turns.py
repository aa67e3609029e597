"""Turns of phrase that claim together what none of their words claims alone. Pure."""

import re
from collections.abc import Iterator

from leanrig.report.narrate.refusal import Refusal

__all__ = ["turns_of"]

_PATH = "how it went on between two facts: say it with a fact for each moment"
_CROWD = "what others think, see or have: a sentence may rest on facts only"
_WEIGHT = "what matters: the reader judges that"
_ADVICE = "advice to trade or to rely on something: a report gives none"

_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), reason)
    for pattern, reason in (
        (
            r"(?:keep|keeps|kept|go on|goes on|went on|carry on|carries on|carried on"
            r"|begin|begins|began) (?!in\b)\w+ing",
            _PATH,
        ),
        (r"(?:again and again|over and over|time after time|step by step|more and more|less and less)", _PATH),
        (r"repeat(?:s|ed)?|recur(?:s|red)?|persist(?:s|ed)?|last(?:s|ed) on", _PATH),
        (
            r"(?:everyone|everybody|anyone|anybody|nobody|someone|somebody|all) (?:keeps?|bears?|sees?"
            r"|saw|knows?|knew|notes?|reads?|agrees?|has|have|had)",
            _CROWD,
        ),
        (r"as (?:everyone|everybody|anyone|anybody|we all|they|others|most) \w+", _CROWD),
        (
            r"(?:shared|matched|reached|topped|beaten|seen|held|met) by (?:all|everyone"
            r"|everybody|others|the rest|nobody|no one)",
            _CROWD,
        ),
        (r"shared by", _CROWD),
        (
            r"(?<!for that )(?<!no )(?<!a )(?<!another )"
            r"(?:matters?|mattered|counts most|counted)(?! of| for| to)",
            _WEIGHT,
        ),
        (r"nothing else", _WEIGHT),
        (r"speaks? for (?:itself|themselves)", _WEIGHT),
        (
            r"worth (?:keeping|having|holding|owning|buying|trusting|backing|following)(?! in (?:mind"
            r"|view|sight)| apart| to (?:mind|hand)| (?:next to|beside))",
            _ADVICE,
        ),
        (r"(?:may|can|could|might) (?:rest|rely|lean|count|build|depend) (?:on|upon)", _ADVICE),
    )
)  # fmt: skip


def turns_of(text: str) -> Iterator[Refusal]:
    """Yield what is refused in a sentence though its words are known; slots stand apart from the words around them."""
    words = re.sub(r"\{[^{}]*\}", " ; ", text.lower().replace("’", "'"))
    for pattern, reason in _TURNS:
        for found in pattern.finditer(words):
            yield Refusal(found[0].strip(), reason)
