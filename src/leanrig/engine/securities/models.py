"""The models that trade a security, and the ways to set them.

`set_..._model` takes any Python object with the right methods; assigning the property takes what the object's base of
Lean's does and leaves the user's overrides aside, as in Lean.
"""

from decimal import Decimal
from typing import Any

from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact, shown

__all__ = ["SecurityModels"]


def _assigned(name: str) -> property:
    field = f"_{name}"

    def read(self: Any) -> Any:
        return getattr(self, field)

    def write(self: Any, model: Any) -> None:
        from leanrig.engine.models.python_models import base_only

        setattr(self, field, base_only(model))

    return property(read, write)


class SecurityModels(Dotnet):
    """The part of a Security that holds its models."""

    fee_model = _assigned("fee_model")
    slippage_model = _assigned("slippage_model")
    settlement_model = _assigned("settlement_model")
    buying_power_model = _assigned("buying_power_model")
    margin_interest_rate_model = _assigned("margin_interest_rate_model")
    volatility_model = _assigned("volatility_model")
    shortable_provider = _assigned("shortable_provider")

    def make_models(self) -> None:
        """No models yet."""
        self.portfolio_model: Any = None
        self.fill_model: Any = None
        self.price_variation_model: Any = None
        self.data_filter: Any = None
        self._fee_model = self._slippage_model = self._settlement_model = self._buying_power_model = None
        self._margin_interest_rate_model = self._volatility_model = self._shortable_provider = None

    @property
    def margin_model(self) -> Any:
        return self.buying_power_model

    @margin_model.setter
    def margin_model(self, model: Any) -> None:
        self.buying_power_model = model

    @property
    def exact_leverage(self) -> Decimal:
        found: Decimal = self.buying_power_model.exact_leverage(self)
        return found

    @property
    def leverage(self) -> float:
        return shown(self.exact_leverage)

    def set_leverage(self, leverage: object) -> None:
        """Nothing changes for an index."""
        if self.symbol.security_type._name_ not in ("INDEX", "OPTION", "FUTURE_OPTION", "INDEX_OPTION"):
            self.buying_power_model.lever(self, exact(leverage))

    def set_fee_model(self, fee_model: Any) -> None:
        from leanrig.engine.models import python_models

        self._fee_model = python_models.fee_model(fee_model)

    def set_slippage_model(self, slippage_model: Any) -> None:
        from leanrig.engine.models import python_models

        self._slippage_model = python_models.slippage_model(slippage_model)

    def set_settlement_model(self, settlement_model: Any) -> None:
        from leanrig.engine.models import python_models

        self._settlement_model = python_models.settlement_model(settlement_model)

    def set_buying_power_model(self, buying_power_model: Any) -> None:
        from leanrig.engine.models import python_models

        self._buying_power_model = python_models.buying_power_model(buying_power_model)

    set_margin_model = set_buying_power_model

    def set_margin_interest_rate_model(self, margin_interest_rate_model: Any) -> None:
        from leanrig.engine.models import python_models

        self._margin_interest_rate_model = python_models.margin_interest_rate_model(margin_interest_rate_model)

    def set_volatility_model(self, volatility_model: Any) -> None:
        from leanrig.engine.models import python_models

        self._volatility_model = python_models.volatility_model(volatility_model)
        if volatility_model is not None and not self.__dict__.get("_tells_volatility"):
            self._tells_volatility = True
            self.cache.tell(lambda data: self.volatility_model.update(self, data))

    def set_shortable_provider(self, shortable_provider: Any) -> None:
        from leanrig.engine.models import python_models

        self._shortable_provider = python_models.shortable_provider(shortable_provider)

    def set_fill_model(self, fill_model: Any) -> None:
        """A user's model needs a base of Lean's."""
        from leanrig.engine.models.fills import FillModel

        if not isinstance(fill_model, FillModel):
            raise AttributeError(f"'{type(fill_model).__name__}' object has no attribute 'SetPythonWrapper'")
        self.fill_model = fill_model

    def set_data_filter(self, data_filter: Any) -> None:
        """Let the feeds ask a filter which data comes through; data that is on its way already is not asked again."""
        self.data_filter = data_filter
