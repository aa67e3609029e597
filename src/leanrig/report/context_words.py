"""Words by which a sentence claims more than its figures: counts, extremes, causes, days, directions, not."""

from collections.abc import Mapping

__all__ = ["COUNTS", "DIGITS", "DOWN", "NOT", "SCALES", "UNITS", "UP"]


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


SCALES: Mapping[str, int] = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "mm": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip
UNITS: Mapping[str, str] = {
    "%": "%", "percent": "%", "per cent": "%", "pct": "%", "percentage points": "pp", "percentage point": "pp",
    "bps": "bp", "bp": "bp",
    "basis points": "bp", "basis point": "bp", "x": "x", "times": "x", "fold": "x", "-fold": "x",
}  # fmt: skip
DIGITS: Mapping[str, str] = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
COUNTS = _set(
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty",
    "ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens",
    "half halves third thirds quarter quarters fourth fifth sixth tenth tenths first second double doubled doubles",
    "doubling triple tripled triples tripling quadrupled halved twice thrice twofold threefold tenfold zero nil none",
    "nothing majority minority most least all every record highest lowest best worst biggest largest smallest fastest",
    "never always because due caused owing thanks driven january february march april june july august september",
    "october november december monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow",
)
UP = _set(
    "rise rises rose risen rising grow grows grew grown gain gains gained increase increases increased climb climbs",
    "climbed jump jumps jumped surge surged higher up raise raised raises improve improved improves beat beats above",
    "exceeded positive profit more strong stronger",
)
DOWN = _set(
    "fall falls fell fallen falling drop drops dropped decline declines declined decrease decreases decreased lose",
    "loses lost loss lower down cut cuts shrink shrank shrunk slump slumped slid slide plunge plunged worsen worsened",
    "miss missed below negative less weak weaker reduced reduce",
)
NOT = _set("not no never without neither nor cannot n't unlikely denied denies deny")
