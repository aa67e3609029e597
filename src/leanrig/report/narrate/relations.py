"""What a clause claims of the facts it joins, and whether it holds. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.narrate.values import Domain, NotComparable, compare, shown_number, sign

__all__ = ["Claim", "Op", "failure"]

Op = Literal[
    "gt", "lt", "ge", "le", "eq", "ne",  # two facts
    "as-high", "as-low",  # as high as: equal; not as high as: less
    "edge",  # more, by less than a tenth
    "pos", "neg", "nil", "still", "gain", "loss",  # one fact's sign
    "void", "there",  # whether it has a value
    "count",  # it counts things of the whole run
    "pair-top", "pair-low",  # of a group of two
    "up", "down",  # one fact's change, or two facts in two periods
    "top", "low", "among-top", "among-low",  # of its group or of a list
    "in",  # between two
    "all-eq", "all-ne",  # a list among itself
    "alone-pos", "alone-neg",  # it is so, and no other of its group is
]  # fmt: skip
_TURNED: dict[Op, Op] = {"gt": "le", "lt": "ge", "ge": "lt", "le": "gt", "eq": "ne", "ne": "eq",
                         "as-high": "lt", "as-low": "gt"}  # fmt: skip
_DATED = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_FIRST_LAST = {("first", "last"), ("start", "end"), ("begin", "end")}
_NEAR = 0.1
_CURRENCY = re.compile("[A-Z]{3,4}|[$€£¥]")
_WON = re.compile(r"\b(trade|profit|gain|return|result|won|lost)\b")
_COUNTS = {"count", "trades", "orders"}
_OF_THE_RUN = {"account", "orders", "run", "trades"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: `left` stands in `op` to `right`; `words` are those that claim it.

    Parameters
    ----------
    left
        One fact, or those of a list where the claim is about them together.
    right
        The other fact, the two ends of "between", the members of an explicit list, or nothing: the fact's own group.
    is_turned
        Whether a "not" stands with it.
    """

    op: Op
    left: tuple[str, ...]
    words: str
    domain: Domain = "order"
    right: tuple[str, ...] = ()
    is_turned: bool = False


def failure(claim: Claim, table: CitableTable) -> str:
    """Return why a claim may not be published: it is false, or nothing bears it out. Empty where it holds."""
    left, right = [table[key] for key in claim.left], [table[key] for key in claim.right]
    try:
        holds = _HOLDS[_family(claim.op)](claim, left, right, table)
    except NotComparable as unfit:
        return str(unfit)
    return "" if holds else _false(claim, left, right)


def _false(claim: Claim, left: list[Citable], right: list[Citable]) -> str:
    shown = ", ".join(f"{fact.key} is {fact.text}" for fact in [*left, *right])
    if claim.op in ("top", "low", "among-top", "among-low") and not right:
        return f"not so among the facts of its group: {shown}"
    return f"not so as shown: {shown}"


def _family(op: Op) -> str:
    if op in ("pos", "neg", "nil", "still", "gain", "loss"):
        return "sign"
    if op in ("void", "there", "count"):
        return "being"
    if op in ("top", "low", "among-top", "among-low", "pair-top", "pair-low"):
        return "extreme"
    if op in ("alone-pos", "alone-neg"):
        return "alone"
    return {"up": "change", "down": "change", "in": "between", "all-eq": "together", "all-ne": "together"}.get(
        op, "two"
    )


def _two(claim: Claim, left: list[Citable], right: list[Citable], table: CitableTable) -> bool:
    one, other = left[0], right[0]
    if one.key == other.key:
        raise NotComparable("a fact compared with itself says nothing: name another fact")
    stands = compare(claim.domain, one, other, table)
    if claim.op == "edge":
        return _edges(one, other, stands, claim.is_turned)
    return _holds_two(_TURNED[claim.op] if claim.is_turned else claim.op, stands)


def _edges(one: Citable, other: Citable, stands: int, is_turned: bool) -> bool:
    if is_turned:
        raise NotComparable("not with this word: say that it was not higher")
    first, second = abs(shown_number(one) or 0.0), abs(shown_number(other) or 0.0)
    return stands > 0 and abs(first - second) <= _NEAR * max(first, second)


def _holds_two(op: Op, stands: int) -> bool:
    return {
        "gt": stands > 0, "lt": stands < 0, "ge": stands >= 0, "le": stands <= 0, "eq": stands == 0, "ne": stands != 0,
        "as-high": stands == 0, "as-low": stands == 0,
    }[op]  # fmt: skip


def _sign(claim: Claim, left: list[Citable], _: list[Citable], __: CitableTable) -> bool:
    fact = left[0]
    if claim.op in ("gain", "loss") and not _may_be_won(fact):
        raise NotComparable(f"{fact.key} is no change: it is neither a gain nor a loss")
    if claim.op == "still" and not fact.is_change:
        raise NotComparable(f"{fact.key} is no change: say that it was nothing, or compare it")
    if (fact.whole or fact.unit in _COUNTS) and (claim.op not in ("nil", "still") or claim.is_turned):
        raise NotComparable(f"{fact.key} counts things, its sign says nothing: leave the sign out")
    wanted = {"pos": 1, "gain": 1, "neg": -1, "loss": -1, "nil": 0, "still": 0}[claim.op]
    return (sign(fact) == wanted) != claim.is_turned


def _may_be_won(fact: Citable) -> bool:
    is_amount = fact.unit == "%" or bool(_CURRENCY.fullmatch(fact.unit))
    return fact.is_change or (is_amount and bool(_WON.search(f"{fact.measure} {fact.noun}")))


def _part(fact: Citable) -> str:
    return fact.key.rpartition(".")[0]


def _being(claim: Claim, left: list[Citable], right: list[Citable], __: CitableTable) -> bool:
    fact = left[0]
    if claim.op == "count":
        if right and fact.unit in ("days", *_COUNTS) and all(_part(one) == _part(fact) for one in right):
            return not claim.is_turned
        of_the_run = all(one.key.partition(".")[0] in _OF_THE_RUN for one in (fact, *right))
        if not of_the_run or fact.unit not in _COUNTS or claim.is_turned:
            raise NotComparable(f"{fact.key} does not count what this rests on: write with or beside")
        return True
    return (fact.is_known == (claim.op == "there")) != claim.is_turned


def _change(claim: Claim, left: list[Citable], right: list[Citable], table: CitableTable) -> bool:
    wanted = 1 if claim.op == "up" else -1
    if not right:
        if claim.domain == "quality":
            raise NotComparable("better than what: write from {one} to {other}")
        if not left[0].is_change:
            raise NotComparable(
                f"{left[0].key} is no change: it neither rose nor fell; compare it with another period's"
            )
        return (sign(left[0]) == wanted) != claim.is_turned
    start, end = left[0], right[0]
    _must_follow(start, end)
    domain = claim.domain if claim.domain != "size" or start.is_size else "order"
    return (compare(domain, end, start, table) == wanted) != claim.is_turned


def _must_follow(start: Citable, end: Citable) -> None:
    """From one to the other needs two periods of one thing, the first one first."""
    if start.subject != end.subject:
        raise NotComparable(f"{start.key} and {end.key} are not one's: compare them by higher or lower")
    first, second = start.key.split("."), end.key.split(".")
    for one, other in zip(first, second, strict=False):
        if one != other:
            dated = _DATED.fullmatch(one) and _DATED.fullmatch(other) and len(one) == len(other) and one < other
            if (dated or (one, other) in _FIRST_LAST) and len(first) == len(second):
                return
            break
    raise NotComparable(f"{start.key} and {end.key} are not two periods, the first one first: say higher or lower")


def _between(claim: Claim, left: list[Citable], right: list[Citable], table: CitableTable) -> bool:
    low, high = right
    if len({left[0].key, low.key, high.key}) < 3:
        raise NotComparable("between wants three different facts")
    sides = compare(claim.domain, left[0], low, table) * compare(claim.domain, left[0], high, table)
    compare(claim.domain, low, high, table)
    return sides > 0 if claim.is_turned else sides < 0


def _together(claim: Claim, left: list[Citable], _: list[Citable], table: CitableTable) -> bool:
    if len({fact.key for fact in left}) < 2:
        raise NotComparable("the same as what: name two facts")
    pairs = [(one, other) for place, one in enumerate(left) for other in left[place + 1 :]]
    stands = [compare(claim.domain, one, other, table) for one, other in pairs]
    wants_equal = (claim.op == "all-eq") != claim.is_turned
    if len(left) > 2 and not wants_equal:
        raise NotComparable("which of them differ: write it of two facts")
    return all((stand == 0) == wants_equal for stand in stands)


def _extreme(claim: Claim, left: list[Citable], right: list[Citable], table: CitableTable) -> bool:
    fact = left[0]
    if len(left) > 1 and not claim.op.startswith("among"):
        raise NotComparable("only one can be so: name it alone, or say among the highest")
    members = _pair(fact, right, table) if claim.op.startswith("pair") and right else right
    members = members or list(_members(fact, table))
    others = [other for other in members if other.key != fact.key]
    if fact.key not in {member.key for member in members} or not others:
        raise NotComparable(f"{fact.key} stands in no group of facts: compare it with another by name")
    if claim.op.startswith("pair") and len(members) != 2:
        raise NotComparable("of which two: name the other, or say the highest of all")
    side = 1 if claim.op in ("top", "among-top", "pair-top") else -1
    stands = [compare(claim.domain, fact, other, table) * side for other in others]
    if claim.is_turned:
        return any(stand < 0 for stand in stands)
    return all(stand >= 0 if claim.op.startswith("among") else stand > 0 for stand in stands)


def _alone(claim: Claim, left: list[Citable], _: list[Citable], table: CitableTable) -> bool:
    fact = left[0]
    others = [other for other in _members(fact, table) if other.key != fact.key and other.is_known]
    if not others:
        raise NotComparable(f"{fact.key} stands in no group of facts: say it of this one only")
    wanted = 1 if claim.op == "alone-pos" else -1
    return sign(fact) == wanted and all(sign(other) != wanted for other in others)


def _pair(fact: Citable, named: list[Citable], table: CitableTable) -> list[Citable]:
    """Return this fact of each of the two things whose facts were named: {drawdown.1.days}, {drawdown.2.days}."""
    what = fact.key.rpartition(".")[2]
    keys = [f"{_part(one)}.{what}" for one in named]
    return [table[key] for key in keys if key in table] if fact.key in keys else []


def _members(fact: Citable, table: CitableTable) -> Iterable[Citable]:
    if not fact.is_known:
        raise NotComparable(f"{fact.key} has no value: cite it, but compare it with nothing")
    return table.group(fact.group) if fact.group else ()


_HOLDS = {
    "alone": _alone,
    "being": _being,
    "two": _two, "sign": _sign, "change": _change, "between": _between, "together": _together, "extreme": _extreme,
}  # fmt: skip
