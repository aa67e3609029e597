"""Plain ways of saying each relation of docs/narration.md: A, B and C stand for slots."""

__all__ = ["ALONE", "BETWEEN", "EXTREMES", "FRONTED", "LISTS", "MOVES", "NO_OTHER", "PAIRS", "PASSIVES", "PLAIN"]

PAIRS: dict[str, tuple[str, ...]] = {
    "higher": (
        "A was higher than B.", "A exceeded B.", "A stood above B.", "A is above B.",
        "A, higher than B, is worth a look.", "A exceeds B, and that should be read with care.",
    ),
    "lower": (
        "A was lower than B.", "A stood below B.", "A trailed B.", "A fell short of B.", "A is below B.",
        "A, lower than B, is worth a look.", "A was less than B.",
    ),
    "at_least": ("A was at least B.",),
    "at_most": ("A was at most B.",),
    "better": ("A was better than B.", "A beat B.", "A outperformed B.", "A, better than B, is worth a look."),
    "worse": ("A was worse than B.", "A lagged B.", "A, worse than B, is worth a look."),
    "deeper": ("A was deeper than B.", "A, deeper than B, is worth a look."),
    "shallower": ("A was shallower than B.", "A, shallower than B, is worth a look."),
    "larger": ("A was larger than B.", "A was greater than B."),
    "smaller": ("A was smaller than B.",),
    "longer": ("A was longer than B.",),
    "shorter": ("A was shorter than B.",),
    "earlier": ("A came before B.", "A was earlier than B.", "A is before B."),
    "later": ("A came after B.", "A was later than B.", "A is after B."),
    "equal": ("A equals B.", "A was the same as B.", "A matched B.", "A was no different from B."),
    "different": ("A differed from B.", "A was different from B."),
    "not_higher": ("A was not higher than B.", "A did not exceed B.", "A was no higher than B."),
    "not_lower": ("A was not lower than B.", "A did not fall short of B.", "A was no lower than B."),
    "not_deeper": ("A was not deeper than B.", "A was no deeper than B."),
    "not_better": ("A was not better than B.", "A did not beat B.", "A did not outperform B."),
    "not_longer": ("A was not longer than B.",),
    "not_equal": ("A did not match B.", "A was not the same as B.", "A does not equal B."),
}  # fmt: skip

PASSIVES: dict[str, tuple[str, ...]] = {
    "higher": ("B was exceeded by A.",),
    "better": ("B was beaten by A.", "B was outperformed by A."),
    "equal": ("B was matched by A.",),
}

FRONTED: dict[str, tuple[str, ...]] = {
    "higher": ("Against B, A was higher.", "Compared with B, A was higher.", "Higher than B was A."),
    "lower": ("Against B, A was lower.", "Compared with B, A was lower.", "Lower than B was A."),
    "deeper": ("Against B, A was deeper.", "Compared with B, A was deeper.", "Deeper than B was A."),
    "shallower": ("Against B, A was shallower.", "Compared with B, A was shallower."),
    "longer": ("Against B, A was longer.", "Longer than B was A."),
    "shorter": ("Against B, A was shorter.", "Shorter than B was A."),
    "better": ("Against B, A was better.", "Better than B was A."),
    "worse": ("Against B, A was worse.", "Worse than B was A."),
}

ALONE: dict[str, tuple[str, ...]] = {
    "rose": ("A rose.", "A increased.", "A grew."),
    "fell": ("A fell.", "A decreased.", "A shrank."),
    "positive": ("A was positive.", "A, positive, is worth a look."),
    "negative": ("A was negative.", "A, negative, is worth a look."),
    "gain": ("A was a gain.",),
    "loss": ("A was a loss.",),
    "nothing": ("A was nothing.",),
    "not_positive": ("A was not positive.", "A was never positive."),
    "not_negative": ("A was not negative.", "A was never negative."),
    "not_rose": ("A did not rise.",),
    "not_fell": ("A did not fall.",),
}

EXTREMES: dict[str, tuple[str, ...]] = {
    word: (f"A was the {word} of all.", f"The {word} was A.", f"A was the {word}.", f"A, the {word}, is worth a look.")
    for word in ("highest", "lowest", "best", "worst", "deepest", "shallowest", "longest", "shortest", "largest",
                 "smallest", "earliest", "latest")
}  # fmt: skip

NO_OTHER: dict[str, tuple[str, ...]] = {
    "highest": ("No other was higher than A.",),
    "lowest": ("No other was lower than A.",),
    "best": ("No other was better than A.",),
    "worst": ("No other was worse than A.",),
    "deepest": ("No other was deeper than A.",),
    "longest": ("No other was longer than A.",),
    "shortest": ("No other was shorter than A.",),
}

LISTS: dict[str, tuple[str, ...]] = {
    "positive": ("A, B and C were all positive.", "A and B were both positive."),
    "negative": ("A, B and C were all negative.", "A and B were both negative."),
    "rose": ("A and B rose.", "A, B and C rose."),
    "fell": ("A and B fell.", "A, B and C fell."),
}

BETWEEN = ("A lay between B and C.", "A stands between B and C.", "Between B and C lies A.", "A was between B and C.")

MOVES: dict[str, tuple[str, ...]] = {
    "rose_to": ("From A to B it rose.", "From A to B it increased.", "It rose from A to B."),
    "fell_to": ("From A to B it fell.", "From A to B it decreased.", "It fell from A to B."),
}

PLAIN = (
    "A is worth a look.",
    "A should be read with care.",
    "Keep A in mind.",
    "There is A.",
    "A stands beside B.",
    "A comes with B.",
    "A and B are worth a look.",
    "A may be read with B in mind.",
)
