"""Rarer forms: inverted, of all others, of dates and signs; and what only looks like a citation."""

import pytest
from report.narrate.sample import sample

from leanrig.report.narrate.check import check_sentence

TABLE = sample()
TRUE = (
    "Neither was {regime.calm.sharpe} higher than {regime.up.sharpe}, nor was it lower.",
    "{regime.calm.sharpe} was not higher than {regime.up.sharpe}, nor was it lower.",
    "{regime.calm.sharpe} shows no difference from {regime.up.sharpe}.",
    "{year.2010.return} was unsurpassed.",
    "{year.2010.return} remains unbeaten: no other was higher.",
    "Higher still was {year.2010.return}, above {year.2009.return}.",
    "{year.2010.return}, positive, was above {year.2009.return}, positive too.",
    "{year.2008.return} was the lowest, and no other was negative.",
    "{year.2008.return} was negative before {year.2009.return} and {year.2010.return}, which were positive.",
    "{year.2008.return} does not compare well: it was lower than {year.2009.return}.",
    "Nothing in {account.sharpe} should be read without {comparison.p}.",
    "{orders.count} are behind these figures; read them with that in mind.",
    "{account.sharpe|name} should be read with {comparison.p}.",
    "{account.sharpe} may be read with {comparison.p}.",
    "{year.2009.return} was positive, and {year.2010.return} too.",
    "{year.2010.return} was above {year.2008.return}, and {year.2009.return} as well.",
    "{year.2010.return} rose: a gain.",
    "{fall.2.change} was the shallower of the two.",
    "{year.2010.return} was above {year.2009.return}; neither was negative.",
    "{fall.1.days} was longer than {fall.2.days}, and {fall.2.change} was the shallower.",
)
REFUSED = (
    "Neither was {account.sharpe} lower than {benchmark.sharpe}, nor was it higher.",
    "Neither was {account.sharpe} higher than {benchmark.sharpe}, nor was it lower.",
    "{account.sharpe} shows no difference from {benchmark.sharpe}.",
    "{regime.calm.sharpe} did not show no difference from {regime.up.sharpe}.",
    "{year.2009.return} was unsurpassed.",
    "{year.2009.return} remains unbeaten: no other was higher.",
    "{account.sharpe} was unbeaten.",
    "Higher still was {year.2009.return}, above {year.2010.return}.",
    "Higher still was {year.2010.return}.",
    "{year.2010.return}, positive, was above {year.2008.return}, positive too.",
    "{year.2010.return} was above {year.2008.return}, negative.",
    "{year.2010.return} was the highest, and no other was positive.",
    "{year.2010.return} was the highest, and no other was negative.",
    "{account.return} was negative, and no other was negative.",
    "{year.2009.return} was positive before {year.2008.return}, which was negative.",
    "{year.2009.return} was positive before {year.2010.return}.",
    "{year.2008.return} was negative before {year.2009.return} and {year.2010.return}, which were negative.",
    "{account.return} was negative before {benchmark.return}, which was positive.",
    "{year.2010.return} does not compare well: it was higher than {year.2009.return}.",
    "{account.sharpe} compares badly.",
    "{fall.2.change} was the shallower.",
    "{year.2009.return} was positive, and {year.2008.return} too.",
    "{year.2010.return} was above {year.2009.return}, and {year.2008.return} as well.",
    "{year.2009.return} was above {year.2008.return}, and {year.2010.return} as well.",
    "{year.2009.return} was positive. And {year.2010.return} too.",
    "{year.2009.return} was positive. So was {year.2010.return}.",
    "{year.2009.return} was positive. Not so {year.2008.return}.",
    "{year.2008.return} fell: a gain.",
    "{year.2010.return} was above {year.2008.return}; neither was negative.",
    "{fall.1.days} was longer than {fall.2.days}, and {fall.2.change} was the deeper.",
    "{account.sharpe} was lower than {benchmark.sharpe}, although {fall.2.change} was the deeper.",
    "{year.2010.return} left behind {year.2009.return}.",
    "Nothing in {account.sharpe} can be doubted without {comparison.p}.",
    "{comparison.p} is behind these figures.",
    "{account.sharpe} might be lower than {benchmark.sharpe}.",
    "{account.sharpe} may be lower than {benchmark.sharpe}.",
    "{account.sharpe} can be lower than {benchmark.sharpe}.",
    "{account.sharpe} may lag {benchmark.sharpe}.",
    "{year.2010.return} may be the highest.",
    "{account.sharpe} ({benchmark.sharpe}) was lower than {benchmark.sharpe}.",
    "{account.sharpe} was lower than {benchmark.sharpe} ({account.sharpe}).",
    "{account.sharpe|name} stood with {benchmark.sharpe}.",
    "{account.sharpe|name} is reported with {benchmark.sharpe}.",
    "{account.sharpe|name} came with {benchmark.sharpe}.",
    "{account.sharpe|name}, with {benchmark.sharpe}, is worth a look.",
    "{account.sharpe|name} is accompanied by {benchmark.sharpe}.",
)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_passes(text: str) -> None:
    assert check_sentence(text, TABLE) == ()


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_untrue_or_unclear_is_refused_with_a_reason(text: str) -> None:
    reasons = check_sentence(text, TABLE)
    assert reasons
    assert all(reason.words and reason.reason for reason in reasons)
