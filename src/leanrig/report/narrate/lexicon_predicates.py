"""Phrases that relate two facts behind "was", or alone. Pure."""

from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["MORE_PREDICATES", "PREDICATES"]

PREDICATES: tuple[tuple[str, Op, Domain], ...] = (
    ("above", "gt", "order"),
    ("over", "gt", "order"),
    ("beyond", "gt", "order"),
    ("in excess of", "gt", "order"),
    ("on top of", "gt", "order"),
    ("an improvement on", "gt", "quality"),
    ("an improvement over", "gt", "quality"),
    ("superior to", "gt", "quality"),
    ("inferior to", "lt", "quality"),
    ("below", "lt", "order"),
    ("under", "lt", "order"),
    ("beneath", "lt", "order"),
    ("short of", "lt", "order"),
    ("shy of", "lt", "order"),
    ("underneath", "lt", "order"),
    ("left behind by", "lt", "race"),
    ("left standing by", "lt", "race"),
    ("at least", "ge", "order"),
    ("at or above", "ge", "order"),
    ("no less than", "ge", "order"),
    ("at least as high as", "ge", "order"),
    ("at least as much as", "ge", "order"),
    ("at least as large as", "ge", "size"),
    ("at least as big as", "ge", "size"),
    ("at least as great as", "ge", "size"),
    ("at least as deep as", "ge", "depth"),
    ("at least as long as", "ge", "length"),
    ("at least as good as", "ge", "quality"),
    ("at least as low as", "le", "order"),
    ("at least as shallow as", "le", "depth"),
    ("at least as small as", "le", "size"),
    ("at least as short as", "le", "length"),
    ("at least as bad as", "le", "quality"),
    ("at most", "le", "order"),
    ("at or below", "le", "order"),
    ("no more than", "le", "order"),
    ("at most as high as", "le", "order"),
    ("ahead of", "gt", "race"),
    ("in front of", "gt", "race"),
    ("behind", "lt", "race"),
    ("in the wake of", "lt", "race"),
    ("no match for", "lt", "quality"),
    ("before", "lt", "date"),
    ("prior to", "lt", "date"),
    ("after", "gt", "date"),
    ("later than", "gt", "date"),
    ("no later than", "le", "date"),
    ("no earlier than", "ge", "date"),
    ("subsequent to", "gt", "date"),
    ("equal to", "eq", "equal"),
    ("the equal of", "eq", "equal"),
    ("identical to", "eq", "equal"),
    ("identical with", "eq", "equal"),
    ("the same as", "eq", "equal"),
    ("same as", "eq", "equal"),
    ("level with", "eq", "equal"),
    ("on a par with", "eq", "equal"),
    ("on par with", "eq", "equal"),
    ("even with", "eq", "equal"),
    ("in line with", "eq", "equal"),
    ("on a level with", "eq", "equal"),
    ("tied with", "eq", "equal"),
    ("no different from", "eq", "equal"),
    ("no different to", "eq", "equal"),
    ("no different than", "eq", "equal"),
    ("indistinguishable from", "eq", "equal"),
    ("a match for", "eq", "equal"),
    ("as much as", "as-high", "order"),
    ("different from", "ne", "equal"),
    ("different to", "ne", "equal"),
    ("different than", "ne", "equal"),
    ("unequal to", "ne", "equal"),
    ("distinct from", "ne", "equal"),
    ("other than", "ne", "equal"),
    ("not the same as", "ne", "equal"),
    ("at odds with", "ne", "equal"),
)
MORE_PREDICATES: tuple[tuple[Op, Domain, str], ...] = (
    (
        "gt",
        "order",
        """
    over and above / up on / up from / a step up from / a step up on / an increase on / an increase over /
    a rise from / a rise on / a rise over / a gain on / a gain over / an advance on / an advance over /
    on the upper side of / on the far side of / a climb from
    """,
    ),
    (
        "lt",
        "order",
        """
    down on / down from / a step down from / a step down on / a decrease on / a decrease from / a decline from /
    a decline on / a drop from / a fall from / reduced from / on the lower side of / a step below / a dip from
    """,
    ),
    ("lt", "race", "second to / in the shadow of / at the heels of / on the heels of"),
    (
        "lt",
        "quality",
        "worse off than / a step back from / no rival for / no rival to / the inferior of",
    ),
    ("gt", "quality", "better off than / more than a match for / the superior of"),
    (
        "lt",
        "date",
        "in advance of / anterior to / earlier on than / reached before / reached prior to",
    ),
    ("gt", "date", "posterior to / later on than / reached after / reached subsequent to"),
    (
        "eq",
        "equal",
        """
    on the same level as / at the same level as / the very same figure as / the very same value as /
    the same value as / the same figure as / the same level as / equivalent to / unchanged from /
    unchanged against / unchanged on / unchanged next to / in step with / in agreement with / abreast of /
    neck and neck with / one and the same as / exactly the same as / precisely the same as / just the same as /
    the very same as / the same number as / the same reading as / the same result as / on a footing with /
    on an equal footing with / the match of / no other than / nothing other than / the same like /
    not distinguishable from / at level with / in a tie with / in a dead heat with / of the same value as /
    of the same level as / at the same figure as / at the same value as / an exact match for / exactly equal to
    / precisely equal to / of equal value to / of equal size to / as much as was / not to be told apart from /
    on equal terms with / on level terms with
    """,
    ),
)
