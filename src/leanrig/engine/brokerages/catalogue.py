"""Which model a name of BrokerageName stands for."""

from typing import Any

from leanrig.engine.brokerages.alpaca import AlpacaBrokerageModel
from leanrig.engine.brokerages.coinbase import CoinbaseBrokerageModel, GDAXBrokerageModel
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.interactive_brokers import InteractiveBrokersBrokerageModel, InteractiveBrokersFixModel
from leanrig.engine.enums import AccountType, BrokerageName
from leanrig.engine.errors import ArgumentException

__all__ = ["brokerage_model"]

_MODELS: dict[int, type[DefaultBrokerageModel]] = {
    int(name): model
    for name, model in (
        (BrokerageName.DEFAULT, DefaultBrokerageModel),
        (BrokerageName.INTERACTIVE_BROKERS_BROKERAGE, InteractiveBrokersBrokerageModel),
        (BrokerageName.INTERACTIVE_BROKERS_FIX, InteractiveBrokersFixModel),
        (BrokerageName.ALPACA, AlpacaBrokerageModel),
        (BrokerageName.COINBASE, CoinbaseBrokerageModel),
        (BrokerageName.GDAX, GDAXBrokerageModel),
    )
}


def brokerage_model(name: Any, account_type: AccountType = AccountType.MARGIN) -> DefaultBrokerageModel:
    """The model of a broker."""
    model = _MODELS.get(int(name))
    if model is None:
        raise ArgumentException(
            f"Specified argument was out of the range of valid values. (Parameter 'brokerage'): {name}"
        )
    return model(account_type)
