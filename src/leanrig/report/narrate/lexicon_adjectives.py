"""Adjectives that compare facts, with their forms. Pure."""

from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["ADJECTIVES", "LONG"]

# adjective, comparative, superlative, op, domain
ADJECTIVES: tuple[tuple[str, str, str, Op, Domain], ...] = (
    ("high", "higher", "highest", "gt", "order"),
    ("low", "lower", "lowest", "lt", "order"),
    ("", "more", "most", "gt", "order"),
    ("", "less", "least", "lt", "order"),
    ("", "fewer", "fewest", "lt", "order"),
    ("deep", "deeper", "deepest", "gt", "depth"),
    ("severe", "severer", "severest", "gt", "depth"),
    ("steep", "steeper", "steepest", "gt", "depth"),
    ("shallow", "shallower", "shallowest", "lt", "depth"),
    ("mild", "milder", "mildest", "lt", "depth"),
    ("large", "larger", "largest", "gt", "size"),
    ("big", "bigger", "biggest", "gt", "size"),
    ("great", "greater", "greatest", "gt", "size"),
    ("small", "smaller", "smallest", "lt", "size"),
    ("long", "longer", "longest", "gt", "length"),
    ("short", "shorter", "shortest", "lt", "length"),
    ("brief", "briefer", "briefest", "lt", "length"),
    ("early", "earlier", "earliest", "lt", "date"),
    ("late", "later", "", "gt", "date"),
    ("good", "better", "best", "gt", "quality"),
    ("bad", "worse", "worst", "lt", "quality"),
    ("", "lesser", "", "lt", "size"),
    ("tiny", "tinier", "tiniest", "lt", "size"),
    ("harsh", "harsher", "harshest", "gt", "depth"),
    ("grave", "graver", "gravest", "gt", "depth"),
    ("gentle", "gentler", "gentlest", "lt", "depth"),
    ("lengthy", "lengthier", "lengthiest", "gt", "length"),
    ("slow", "slower", "slowest", "gt", "length"),
    ("quick", "quicker", "quickest", "lt", "length"),
    ("poor", "poorer", "poorest", "lt", "quality"),
    ("tough", "tougher", "toughest", "lt", "quality"),
    ("rough", "rougher", "roughest", "lt", "quality"),
    ("hard", "harder", "hardest", "lt", "quality"),
    ("kind", "kinder", "kindest", "gt", "quality"),
    ("bright", "brighter", "brightest", "gt", "quality"),
    ("nice", "nicer", "nicest", "gt", "quality"),
    ("strong", "stronger", "strongest", "gt", "strength"),
    ("weak", "weaker", "weakest", "lt", "strength"),
)
# Adjectives that only compare with more, most, less and least.
LONG: tuple[tuple[str, Op, Domain], ...] = (
    ("prolonged", "gt", "length"),
    ("protracted", "gt", "length"),
    ("extended", "gt", "length"),
    ("drawn-out", "gt", "length"),
    ("pronounced", "gt", "depth"),
    ("elevated", "gt", "order"),
    ("recent", "gt", "date"),
    ("favourable", "gt", "quality"),
    ("favorable", "gt", "quality"),
    ("unfavourable", "lt", "quality"),
    ("unfavorable", "lt", "quality"),
    ("advantageous", "gt", "quality"),
    ("attractive", "gt", "quality"),
)
