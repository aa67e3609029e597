"""Lies in which all words and slots are allowed, and the relation between the facts does not hold."""

import random
import re

from report.lies import wordings
from report.lies.lie import Lie, Mutator
from report.lies.reports import Report
from report.lies.statements import Statement, fill, keys_where, statement
from report.lies.truth import holds, number, opposite

__all__ = ["RELATIONS"]

_PAIRED = ("higher", "lower", "better", "worse", "deeper", "shallower", "longer", "shorter", "earlier", "later")
_SIZES = ("deeper", "shallower", "longer", "shorter", "earlier", "later", "larger", "smaller")
_HEDGES = ("A may be {} than B.", "On its own, A was {} than B.", "A was {} than B, and that should be read with care.")


def _said(kind: str, report: Report, true: Statement | None, wording: str, claim: str) -> Lie | None:
    """Return the lie if its claim is surely not true."""
    if true is None or holds(claim, report.table) is True:
        return None
    after = fill(wording, claim.split()[1:])
    return Lie(kind, report.name, true.text, after, f"claim {claim}")


def _turned(kind: str, report: Report, rng: random.Random, words: tuple[str, ...]) -> Lie | None:
    """Say of the same facts the contrary of what is true."""
    true = statement(report.table, rng, *words)
    if true is None:
        return None
    word = opposite(true.word)
    choices = [*wordings.PAIRS.get(word, ()), *wordings.ALONE.get(word, ())]
    if word in _PAIRED:
        choices += [hedge.format(word) for hedge in _HEDGES]
    return _said(kind, report, true, rng.choice(choices), " ".join([word, *true.keys[:2]]))


def wrong_sign_word(report: Report, rng: random.Random) -> Lie | None:
    words = ("positive", "negative", "nothing", "gain", "loss")
    true = statement(report.table, rng, *words)
    if true is None:
        return None
    word = rng.choice([word for word in words if holds(f"{word} {true.keys[0]}", report.table) is False] or words)
    said = wordings.ALONE[word] + (wordings.AGAINST_NOTHING.get(word, ()) if rng.random() < 0.5 else ())
    return _said("wrong_sign_word", report, true, rng.choice(said), f"{word} {true.keys[0]}")


def swapped_subjects(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, *_PAIRED)
    if true is None:
        return None
    first, second = true.keys
    swapped = re.sub(
        r"\{(.+?)(\|name)?\}",
        lambda found: "{" + (second if found[1] == first else first) + (found[2] or "") + "}",
        true.text,
    )
    claim = f"{true.word} {second} {first}"
    if holds(claim, report.table) is not False:
        return None
    return Lie("swapped_subjects", report.name, true.text, swapped, f"claim {claim}")


def false_order(report: Report, rng: random.Random) -> Lie | None:
    if rng.random() < 0.2:
        true = statement(report.table, rng, "higher", "lower")
        word = "at_most" if true is not None and true.word == "higher" else "at_least"
        return _said(
            "false_order", report, true, wordings.PAIRS[word][0], f"{word} {' '.join(true.keys)}" if true else word
        )
    if rng.random() < 0.3:
        return _two_at_once(report, rng)
    return _turned("false_order", report, rng, ("higher", "lower"))


def _two_at_once(report: Report, rng: random.Random) -> Lie | None:
    """Two facts are said to be beaten, and one of them is not; or nothing is there to be higher than."""
    true = statement(report.table, rng, "higher", "lower")
    if true is None:
        return None
    first, second = true.keys
    measure = report.table[first].measure
    wrong = [
        key for key, fact in report.table.items()
        if fact.measure == measure and holds(f"{true.word} {first} {key}", report.table) is False and key != first
    ]  # fmt: skip
    wording = rng.choice(wordings.TWO_AT_ONCE).format(true.word)
    if not wrong:
        return None
    third = rng.choice(wrong)
    keys, claim = [first, second, third], f"{true.word} {first} {third}"
    if wording.startswith(("A and B", "Both")):
        keys, claim = [first, third, second], f"{true.word} {third} {second}"
    if holds(claim, report.table) is not False:
        return None
    proof = f"claim {claim}" if "C" in wording else f"words {true.word}."
    return Lie("false_order", report.name, true.text, fill(wording, keys), proof)


def passive_flip(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, *wordings.PASSIVES)
    if true is None or true.word == "equal":
        return None
    claim = f"{true.word} {true.keys[1]} {true.keys[0]}"
    return _said("passive_flip", report, true, rng.choice(wordings.PASSIVES[true.word]), claim)


def fronted_flip(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, *wordings.FRONTED)
    if true is None:
        return None
    word = opposite(true.word)
    return _said("fronted_flip", report, true, rng.choice(wordings.FRONTED[word]), f"{word} {' '.join(true.keys)}")


def false_better(report: Report, rng: random.Random) -> Lie | None:
    if rng.random() < 0.3:  # of two years, so that "lost" may be taken for a move from one to the other
        keys = sorted(keys_where(report.table, rng, "better", 2, lambda found: found is True))
        if not keys or holds(" ".join(["better", *keys]), report.table) is not True:
            return None
        true = Statement(fill(rng.choice(wordings.PAIRS["better"]), keys), " ".join(["better", *keys]))
        said = rng.choice(["A lost to B.", "A lost against B.", "A has lost to B."])
        return _said("false_better", report, true, said, " ".join(["worse", *keys]))
    return _turned("false_better", report, rng, ("better", "worse"))


def false_size(report: Report, rng: random.Random) -> Lie | None:
    return _turned("false_size", report, rng, _SIZES)


def false_equality(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, "different", "equal", "higher", "lower", "deeper", "longer")
    if true is None:
        return None
    if true.word != "equal" and len(true.keys) == 2 and rng.random() < 0.4:
        return _copula(report, rng, true)
    word = "different" if true.word == "equal" else "equal"
    choices = [*wordings.PAIRS[word], *wordings.PASSIVES.get(word, ())]
    return _said("false_equality", report, true, rng.choice(choices), f"{word} {' '.join(true.keys)}")


def _copula(report: Report, rng: random.Random, true: Statement) -> Lie | None:
    table = report.table
    wording = rng.choice(wordings.COPULAS)
    low_first = sorted(true.keys, key=lambda key: number(table[key]) or 0.0)
    like = [key for key in table if table[key].measure == table[low_first[0]].measure and key not in true.keys]
    third = rng.choice(like) if like else ""
    if third and _adds_up(report, *low_first, third):
        return None
    if " C" in wording and not third:
        return None
    claim = " ".join(["equal", *low_first])
    if holds(claim, table) is True:
        return None
    return Lie("false_equality", report.name, true.text, fill(wording, [*low_first, third]), f"claim {claim}")


def _adds_up(report: Report, first: str, second: str, third: str) -> bool:
    one, two, three = (number(report.table[key]) for key in (first, second, third))
    if one is None or two is None or three is None:
        return True
    return min(abs(one + three - two), abs(one - three - two), abs(three - one - two)) < 0.02 * (abs(two) + 1)


def false_between(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, "between")
    if true is None:
        return None
    inner, first, second = true.keys
    keys = rng.choice([[first, inner, second], [second, inner, first], [first, second, inner]])
    return _said("false_between", report, true, rng.choice(wordings.BETWEEN), " ".join(["between", *keys]))


def _wrong_member(kind: str, report: Report, rng: random.Random, said: dict[str, tuple[str, ...]]) -> Lie | None:
    true = statement(report.table, rng, *said)
    if true is None:
        return None
    group = report.table[true.keys[0]].group
    others = [
        fact.key
        for fact in report.table.group(group)
        if holds(f"{true.word} {fact.key}", report.table) is False and number(fact) is not None
    ]
    if not others:
        return None
    if kind == "false_extreme" and rng.random() < 0.35:
        return _not_but(report, rng, true, rng.choice(others))
    return _said(kind, report, true, rng.choice(said[true.word]), f"{true.word} {rng.choice(others)}")


def _not_but(report: Report, rng: random.Random, true: Statement, other: str) -> Lie:
    """Another one in the place of the true one, and the true one denied."""
    after = fill(rng.choice(wordings.NOT_BUT).replace("{}", true.word), [other, true.keys[0]])
    return Lie("false_extreme", report.name, true.text, after, f"claim {true.word} {other}")


def false_extreme(report: Report, rng: random.Random) -> Lie | None:
    return _wrong_member("false_extreme", report, rng, wordings.EXTREMES)


def false_no_other(report: Report, rng: random.Random) -> Lie | None:
    return _wrong_member("false_no_other", report, rng, wordings.NO_OTHER)


def false_direction(report: Report, rng: random.Random) -> Lie | None:
    return _turned("false_direction", report, rng, ("rose", "fell"))


def false_from_to(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, *wordings.MOVES)
    if true is None:
        return None
    word = opposite(true.word) if rng.random() < 0.7 else true.word
    keys = true.keys if word != true.word else true.keys[::-1]
    return _said("false_from_to", report, true, rng.choice(wordings.MOVES[word]), " ".join([word, *keys]))


def false_list(report: Report, rng: random.Random) -> Lie | None:
    if rng.random() < 0.4:
        return _false_contrast(report, rng)
    word = rng.choice(sorted(wordings.LISTS))
    wording = rng.choice(wordings.LISTS[word])
    count = 3 if "C" in wording else 2
    good = keys_where(report.table, rng, word, count - 1, lambda found: found is True)
    bad = keys_where(report.table, rng, word, 1, lambda found: found is False)
    if not good or not bad:
        return None
    keys = rng.sample([*good, *bad], count)
    true = Statement(fill(rng.choice(wordings.ALONE[word]), good[:1]), f"{word} {good[0]}")
    return _said("false_list", report, true, wording, " ".join([word, *keys]))


def _false_contrast(report: Report, rng: random.Random) -> Lie | None:
    """Like B, A was positive: and B was not; unlike B, A was positive: and B was as well."""
    word = rng.choice(["positive", "negative", "rose", "fell"])
    if word in wordings.TOGETHER:
        return _together(report, rng, word)
    how = rng.choice(["share", "differ"])
    good = keys_where(report.table, rng, word, 1, lambda found: found is True)
    other = keys_where(report.table, rng, word, 1, lambda found: found is (how == "differ"))
    if not good or not other or good == other:
        return None
    true = Statement(fill(rng.choice(wordings.ALONE[word]), good), f"{word} {good[0]}")
    claim = f"{word if how == 'share' else f'not_{word}'} {other[0]}"
    after = fill(rng.choice(wordings.CONTRASTS[how]).format(word), [*good, *other])
    return Lie("false_list", report.name, true.text, after, f"claim {claim}")


def _together(report: Report, rng: random.Random, word: str) -> Lie | None:
    """A rose, and B with it: and B fell."""
    good = keys_where(report.table, rng, word, 1, lambda found: found is True)
    other = keys_where(report.table, rng, word, 1, lambda found: found is False)
    if not good or not other:
        return None
    true = Statement(fill(rng.choice(wordings.ALONE[word]), good), f"{word} {good[0]}")
    return _said("false_list", report, true, rng.choice(wordings.TOGETHER[word]), " ".join([word, *good, *other]))


def different_measures(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, "higher", "lower", "better", "worse", "deeper", "longer", "equal")
    if true is None:
        return None
    first = report.table[true.keys[0]]
    others = [
        fact.key
        for fact in report.table.values()
        if number(fact) is not None and fact.measure != first.measure and fact.noun != first.noun
    ]
    claim = f"{true.word} {first.key} {rng.choice(others)}"
    said = wordings.PAIRS[true.word] + wordings.FRONTED.get(true.word, ())
    return _said("different_measures", report, true, rng.choice(said), claim)


def equal_as_shown(report: Report, rng: random.Random) -> Lie | None:
    table = report.table
    keys = keys_where(table, rng, "equal", 2, lambda found: found is True)
    if not keys:
        return None
    words = [word for word in _PAIRED if holds(" ".join([word, *keys]), table) is False]
    if not words:
        return None
    word = rng.choice(words)
    true = Statement(fill(rng.choice(wordings.PAIRS["equal"]), keys), " ".join(["equal", *keys]))
    said = wordings.PAIRS[word] + wordings.FRONTED.get(word, ())
    return _said("equal_as_shown", report, true, rng.choice(said), " ".join([word, *keys]))


def luck_called_skill(report: Report, rng: random.Random) -> Lie | None:
    table = report.table
    if "comparison.p" not in table or (number(table["comparison.p"]) or 0) < 0.05:
        return None
    keys = rng.sample(["account.sharpe", "benchmark.sharpe"], 2)
    word = "higher" if holds(" ".join(["higher", *keys]), table) else "lower"
    if holds(" ".join([word, *keys]), table) is not True:
        return None
    true = Statement(fill(rng.choice(wordings.PAIRS[word]), keys), " ".join([word, *keys]))
    claimed = {"higher": "better", "lower": "worse"}[word]
    said = wordings.PAIRS[claimed] + wordings.FRONTED[claimed]
    return _said("luck_called_skill", report, true, rng.choice(said), " ".join([claimed, *keys]))


def negation_flip(report: Report, rng: random.Random) -> Lie | None:
    said = wordings.PAIRS | wordings.ALONE
    words = [word.removeprefix("not_") for word in said if word.startswith("not_")]
    true = statement(report.table, rng, *words)
    if true is None:
        return None
    keys = true.keys if true.word in wordings.PAIRS else true.keys[:1]
    claim = " ".join([f"not_{true.word}", *keys])
    return _said("negation_flip", report, true, rng.choice(said[f"not_{true.word}"]), claim)


RELATIONS: dict[str, Mutator] = {
    "wrong_sign_word": wrong_sign_word,
    "swapped_subjects": swapped_subjects,
    "false_order": false_order,
    "passive_flip": passive_flip,
    "fronted_flip": fronted_flip,
    "false_better": false_better,
    "false_size": false_size,
    "false_equality": false_equality,
    "false_between": false_between,
    "false_extreme": false_extreme,
    "false_no_other": false_no_other,
    "false_direction": false_direction,
    "false_from_to": false_from_to,
    "false_list": false_list,
    "different_measures": different_measures,
    "equal_as_shown": equal_as_shown,
    "luck_called_skill": luck_called_skill,
    "negation_flip": negation_flip,
}
