"""The forms of English verbs and nouns, made from their plain form. Pure."""

from typing import NamedTuple

__all__ = ["Forms", "forms", "plural"]


class Forms(NamedTuple):
    """A verb's forms: exceed, exceeds, exceeded, exceeded, exceeding."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


_IRREGULAR = {
    "be": ("was", "been"), "bear": ("bore", "borne"), "beat": ("beat", "beaten"), "begin": ("began", "begun"),
    "bring": ("brought", "brought"), "catch": ("caught", "caught"), "come": ("came", "come"), "cut": ("cut", "cut"),
    "do": ("did", "done"), "draw": ("drew", "drawn"), "fall": ("fell", "fallen"), "find": ("found", "found"),
    "forget": ("forgot", "forgotten"), "get": ("got", "got"), "give": ("gave", "given"), "go": ("went", "gone"),
    "grow": ("grew", "grown"), "have": ("had", "had"), "hear": ("heard", "heard"), "hold": ("held", "held"),
    "keep": ("kept", "kept"), "know": ("knew", "known"), "lay": ("laid", "laid"), "lead": ("led", "led"),
    "leave": ("left", "left"), "lie": ("lay", "lain"), "lose": ("lost", "lost"), "make": ("made", "made"),
    "mean": ("meant", "meant"),
    "wear": ("wore", "worn"), "hang": ("hung", "hung"), "meet": ("met", "met"),
    "outdo": ("outdid", "outdone"), "outrun": ("outran", "outrun"),
    "outshine": ("outshone", "outshone"), "overshoot": ("overshot", "overshot"), "overtake": ("overtook", "overtaken"),
    "put": ("put", "put"), "read": ("read", "read"), "rise": ("rose", "risen"), "run": ("ran", "run"),
    "say": ("said", "said"), "see": ("saw", "seen"), "set": ("set", "set"), "show": ("showed", "shown"),
    "shrink": ("shrank", "shrunk"), "sink": ("sank", "sunk"), "sit": ("sat", "sat"), "slide": ("slid", "slid"),
    "hurt": ("hurt", "hurt"), "steal": ("stole", "stolen"), "swell": ("swelled", "swollen"), "shed": ("shed", "shed"),
    "overcome": ("overcame", "overcome"), "become": ("became", "become"),
    "speak": ("spoke", "spoken"), "stand": ("stood", "stood"),
    "take": ("took", "taken"), "tell": ("told", "told"),
    "think": ("thought", "thought"), "undercut": ("undercut", "undercut"), "understand": ("understood", "understood"),
    "undershoot": ("undershot", "undershot"), "win": ("won", "won"), "write": ("wrote", "written"),
    "ebb": ("ebbed", "ebbed"), "overlook": ("overlooked", "overlooked"),
}  # fmt: skip
_DOUBLED = frozenset(
    """
    top overtop lag drop dip slip skip flag trim step stop begin cut get put run set sit win outrun undercut
    outstrip forget trip plan pin scan tag grab admit refer shed defer outfit
    """.split()  # noqa: SIM905
)
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes", "outdo": "outdoes", "echo": "echoes"}
_GERUND = {"be": "being", "lie": "lying", "tie": "tying"}


def forms(verb: str) -> Forms:
    """Return the forms of a verb; of one with words behind it ("fall short of") the first word is inflected."""
    head, space, rest = verb.partition(" ")
    past, participle = _IRREGULAR.get(head, (_past(head),) * 2)
    found = (head, _THIRD.get(head) or _with_s(head), past, participle, _gerund(head))
    return Forms(*(f"{form}{space}{rest}" for form in found))


def plural(noun: str) -> str:
    """Return a noun's plural."""
    return _with_s(noun)


def _with_s(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def _past(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ied"
    return f"{word}{word[-1]}ed" if word in _DOUBLED else f"{word}ed"


def _gerund(word: str) -> str:
    if word in _GERUND:
        return _GERUND[word]
    if word.endswith("e") and not word.endswith("ee"):
        return f"{word[:-1]}ing"
    return f"{word}{word[-1]}ing" if word in _DOUBLED else f"{word}ing"
