"""Words that are refused whatever stands beside them, with what to do instead. Pure.

A word that is in no list is refused as well; these lists only make the reason a helpful one.
"""

__all__ = ["reason_for"]

_NUMBER = "a number in words: cite a fact's slot instead"
_QUANTITY = "a quantity without a count: cite the fact that counts, or leave it out"
_TIME = "a time in words: cite a fact, which brings its own period"
_NAMED = "measures, subjects, units and periods come with the fact: name it by its key, {key} or {key|name}"
_CAUSE = "a cause: figures show what was, never why; say only what the facts show"
_FUTURE = "a prediction: a report says what was"
_CERTAIN = "certainty that figures do not give: leave it out"
_ADVICE = "advice to trade: a report gives none"
_DEGREE = "a degree that no fact measures: say higher or lower without it"
_PRAISE = "a judgement: say higher, lower, better or worse than another fact"
_UNREAL = "what was not: say what was"
_FREQUENCY = "how often, without a count: cite the fact that counts"
_ONLY = "says something of all the others: use the highest, the lowest or no other"
_SAYS = "somebody's words or standing: a sentence may rest on facts only"
_RANGE = "a range: write between {one} and {other}"
_IDENTITY = "says that one thing is another: relate two facts by a comparison"
_EVENT = "an event of the world: no fact of the report holds it"
_RECORD = "a superlative without a group: write the highest, deepest or longest of all"

_LISTS: dict[str, str] = {
    _NUMBER: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands million millions billion billions trillion dozen dozens half halves halved third thirds quarter "
    "quarters quartered fourth fifth sixth seventh eighth ninth tenth tenths hundredth second seconds first firstly "
    "secondly once twice thrice double doubled doubles doubling triple tripled triples tripling quadruple quadrupled "
    "fold tenfold twofold threefold multiple multiples times pair couple single score percent percentage "
    "percentages cent per teens digit digits ratio decimal",
    _QUANTITY: "many few fewer some several most mostly majority minority plenty lots lot much little any every "
    "all each numerous various handful bulk part parts share almost nearly about around roughly approximately circa "
    "enough total sum average mean median typical typically number numbers amount rest remainder",
    _TIME: "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december spring summer autumn fall winter today yesterday tomorrow now recently lately "
    "currently formerly previously soon ago since until till already yet ever during when whenever day days week weeks "
    "weekly month months monthly year years yearly annual annually daily decade decades century hour hours minute "
    "minutes morning afternoon evening night noon midnight weekend season quarterly date dates time then eventually "
    "finally initially past present future new old last next latest ongoing long-term short-term",
    _NAMED: "account accounts benchmark benchmarks strategy strategies portfolio return returns drawdown drawdowns "
    "sharpe sortino volatility deviation profit profits trade trades order orders fee fees cost costs price prices "
    "equity market markets regime regimes symbol symbols stock stocks index exposure signal signals fund "
    "capital money dollar dollars euro euros usd eur pound pounds yen basis points bp bps risk alpha beta correlation "
    "turnover leverage slippage spread bars holdings position positions hedge bull bear fills",
    _CAUSE: "because due cause caused causes causing thanks driven drove drives drive led leads lead leading owing "
    "therefore hence thus consequently result resulted results resulting reason reasons why explain explains explained "
    "stem stems stemmed reflects reflecting reflected fuelled fueled sparked triggered triggers attributable "
    "helped helps hurt so following contributed contributes made makes making "
    "brought produced created yields depends rests owes boosted supported weighed dragged lifted pushed pulled",
    _FUTURE: "will won't shall expect expects expected forecast forecasts predict predicts predicted likely unlikely "
    "going outlook continue continues tomorrow's prospects potential promise promising promises should would upcoming "
    "anticipate anticipates projected poised set-to bound",
    _CERTAIN: "always clearly certainly certain definitely surely sure obviously obvious undoubtedly doubtless "
    "unquestionably proves prove proved proven proof significant significantly significance guaranteed guarantees "
    "guarantee safe safely must indeed truly genuinely really actually undeniably evidently evident demonstrates "
    "demonstrated confirms confirmed confirm shows indicates indicated suggests suggested means meant implies "
    "robust robustly reliable reliably statistically fact facts true truth skill edge luck lucky real",
    _ADVICE: "buy buying bought sell selling sold hold holding add adding reduce reducing invest investing investor "
    "investors investment entry exit enter recommend recommended recommends trim accumulate avoid deploy allocate",
    _DEGREE: "far slightly slight vastly vast hugely huge greatly barely hardly scarcely narrowly narrow widely wide "
    "considerably considerable substantially substantial markedly marked sharply sharp steeply steep dramatically "
    "dramatic massively massive enormously dwarfed dwarfs dwarf somewhat bit touch way very extremely too-much well "
    "easily comfortably modestly modest marginally marginal strongly heavily deeply even particularly especially "
    "quite rather fairly notably strikingly noticeably visibly materially nowhere close near remotely tiny tad hair",
    _PRAISE: "good great excellent strong weak poor bad fine solid impressive disappointing remarkable stellar superb "
    "healthy unhealthy attractive outstanding superior inferior terrible awful nice respectable decent mediocre "
    "favourable favorable unfavourable successful success failed failure failing winner winners loser losers winning "
    "stable unstable smooth volatile calm rough tough difficult easy surprising unusual normal",
    _UNREAL: "would could might-have if unless whether otherwise suppose supposing assuming imagine hypothetically "
    "perhaps-would had-it provided were-it",
    _FREQUENCY: "often rarely seldom usually frequently sometimes occasionally consistently constantly repeatedly "
    "regularly again everytime invariably generally commonly routinely persistently",
    _ONLY: "only solely exclusively uniquely unique sole just except but-for save apart nobody everybody everything "
    "none nothing",
    _SAYS: "according experts expert analysts analyst says said told reports reported sources studies study research "
    "researchers economists professor academic literature regulators sec fed reuters bloomberg famously consensus "
    "widely-known believe believes believed think thinks thought",
    _RANGE: "range ranged ranges ranging anywhere everywhere spanning spanned spans",
    _IDENTITY: "namely i.e viz meaning alias aka called known represents constitutes makes-up",
    _EVENT: "news earnings surprise crash crisis pandemic war inflation rate rates election recession announcement "
    "merger dividend bankruptcy hike cut cuts rally selloff sell-off event events",
    _RECORD: "record records all-time unrivalled unrivaled unmatched unparalleled unprecedented unbeaten top-tier top "
    "bottom peak trough historic best-ever never-before peerless ultimate maximum minimum",
}
_REASONS = {word: reason for reason, words in reversed(_LISTS.items()) for word in words.split()}
_NUMBER_PARTS = frozenset(_LISTS[_NUMBER].split())
_UNKNOWN = (
    "this word is not in the language, so nobody knows what it claims: say it with plainer words, or leave it out"
)
_NAME = "a name: names come with the fact, {key|name}; only a sentence's first word has a capital"


def reason_for(word: str, *, is_first: bool) -> str:
    """Return why an unknown or forbidden word is refused and what to do; `is_first` where it opens the sentence."""
    low = word.lower()
    if low in _REASONS:
        return _REASONS[low]
    if "-" in low and _NUMBER_PARTS & set(low.split("-")):
        return _NUMBER
    if word[:1].isupper() and not is_first:
        return _NAME
    return _UNKNOWN
