"""Plain ways of saying each relation of docs/narration.md: A, B and C stand for slots."""

__all__ = [
    "AGAINST_NOTHING",
    "ALONE",
    "BETWEEN",
    "CONTRASTS",
    "COPULAS",
    "EXTREMES",
    "FRONTED",
    "LISTS",
    "MOVES",
    "NOT_BUT",
    "NO_OTHER",
    "PAIRS",
    "PASSIVES",
    "PLAIN",
    "TOGETHER",
    "TWO_AT_ONCE",
]

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

# What only lies say: two facts made one, a third that does not share, another than the true one, two beaten at once.
COPULAS = (
    "A amounts to B.", "A is B.", "A was B.", "A comes to B.", "A stands at B.", "A, that is B, is worth a look.",
    "A plus C comes to B.", "A less C is B.", "A and C add up to B.", "The difference between A and C is B.",
    "A reached B.", "The difference between A and C comes to B.", "A was as high as B.", "A kept up with B.",
    "A offset B.",
)  # fmt: skip
CONTRASTS = {
    "share": (
        "Like B, A was {}.", "A was {}, like B.", "A, like B, was {}.", "A was {}, as was B.", "A was {}, and B too.",
        "A was {} and so was B.", "As with B, A was {}.", "A was {}; the same holds for B.", "A as well as B was {}.",
        "A was just as {} as B.",
    ),
    "differ": ("Unlike B, A was {}.", "A was {}, unlike B.", "A was {}, but B was not.", "A rather than B was {}.",
               "Except for B, A was {}.", "A was {}, not B."),
}  # fmt: skip
TOGETHER = {
    "rose": ("A rose with B.", "A rose, B with it.", "A rose, and B no less.", "A gained along with B."),
    "fell": ("A fell with B.", "A fell, B with it.", "A fell, and B no less.", "A lost along with B."),
}
AGAINST_NOTHING = {
    "positive": tuple(f"A was {word} nothing." for word in ("above", "more than", "better than", "higher than")),
    "negative": tuple(f"A was {word} nothing." for word in ("below", "less than", "worse than", "lower than")),
}
NOT_BUT = (
    "Not B but A was the {}.", "A, not B, was the {}.", "A rather than B was the {}.", "It was A that was the {}.",
    "The {} was A, not B.", "A was the {}, B was not.", "A and B were the {}.", "A was even {} than B, the {}.",
)  # fmt: skip
TWO_AT_ONCE = (
    "A was {} than B and C.", "A was {} than both B and C.", "A was {} than B, and also than C.",
    "A was {} than either B or C.", "A and B were {} than C.", "Both A and B were {} than C.",
    "A was {} than B, C not.", "A was {}.", "A was the {}.",
)  # fmt: skip

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
