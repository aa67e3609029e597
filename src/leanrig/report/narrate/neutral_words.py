"""The words by which clauses that claim nothing are told from others. Pure."""

__all__ = [
    "ADVERBS",
    "AUXILIARIES",
    "CERTAIN",
    "CLAIMING",
    "HARMLESS",
    "HEARSAY",
    "JOINS",
    "MOST",
    "OPEN_ENDS",
    "PLAIN",
    "READERS",
    "SHARED",
    "TAILS",
]

TAILS = frozenset("when whenever if which for in on to where out".split())  # noqa: SIM905
UNFINISHED = frozenset(
    {"BE", "STAND", "AUX", "DET", "PREP", "OF", "TO", "WITH", "JOINT", "ANCHOR", "AND", "IMPER", "KEEP", "SET", "FROM"}
    | {"THAT", "OPEN", "SOFT", "WHICH", "BOTH", "BRIDGE", "DESP", "NEG"}
)
PLAIN = UNFINISHED | {"NEUT", "ADVICE", "IT", "BOTH-OF", "NV"}
CLAIMING = frozenset(
    {"REL", "CMP", "EXT", "DIR", "SIGN", "EQ", "DIFF", "NO-DIFF", "THAN", "NO-OTHER", "OTHERS", "VOID-OF", "VOID-WITH"}
    | {"BEHIND", "RESTS", "NEITHER", "LEFT", "AGAIN-NOT", "NOT-SO", "LIKE", "UNLIKE", "NOR-DID"}
)
# Words that claim something at another place, and nothing here.
HARMLESS = frozenset({"apart", "alike", "along with", "together with", "in addition to", "alongside", "besides"}
                      | {"as well as", "as with", "left", "leave", "leaving", "leaves", "passing"})  # fmt: skip
JOINS = ("JOINT", "ANCHOR", "WITH", "DESP", "BRIDGE")
AUXILIARIES = ("may", "might", "can", "have", "has", "do", "does", "had", "did")
ADVERBS = frozenset(
    {"in mind", "carefully", "cautiously", "closely", "separately", "alone", "together", "apart", "with care", "here"}
    | {"with caution", "too", "also", "as well", "shown", "listed", "given", "at all", "as it is", "should", "must"}
    | {
        "when",
        "whenever",
        "if",
        "as",
        "with a grain of salt",
        "with a pinch of salt",
        "into account",
        "in view",
        "first",
    }
    | {"alongside", "in the back of", "at the back of", "side by side", "in", "out", "noted", "listed", "seriously"}
    | {"next to each other", "with interest", "to heart", "too much", "too seriously", "too literally", "worth"}
    | {"of note", "of interest", "is", "aside", "nearby", "there", "on", "in company", "where", "which"}
)
OPEN_ENDS = frozenset(
    """
    as if when whenever where wherever what which whether for of in on at by into onto upon with within about around
    near toward towards must should must any every the a an its their your our my another other who whom whose very such
    """.split()  # noqa: SIM905
)
READERS = frozenset({"reader", "readers", "you", "we", "one", "anyone", "everyone"})
MOST = 40

HEARSAY = frozenset("said told say says known thought believed heard agreed written accepted claimed".split())  # noqa: SIM905

SHARED = frozenset(
    [
        "alongside",
        "accompanied",
        "joined",
        "joins",
        "join",
        "joining",
        "accompanying",
        "accompanies",
        "accompany",
        "together",
        "company",
        "tandem",
        "unison",
        "concert",
        "escorted",
        "escort",
        "parallel",
        "too",
        "likewise",
        "along",
        "follows",
        "following",
    ]
)
# "Without doubt", "should not be questioned": certainty.
CERTAIN = frozenset(
    [
        "doubt",
        "doubts",
        "doubted",
        "doubting",
        "question",
        "questions",
        "questioned",
        "reserve",
        "reservation",
        "reservations",
        "dispute",
        "fail",
        "second-guess",
        "second-guessed",
        "qualification",
        "proviso",
        "caveat",
        "caution",
        "care",
        "hesitation",
    ]
)
