"""Brokerage, taxes and charges in India."""

from decimal import Decimal

from leanrig.engine.models.fee import FeeModel, OrderFeeParameters, fee_of
from leanrig.engine.number import ZERO, round_even
from leanrig.engine.orders.money import OrderFee

__all__ = ["IndiaFeeModel", "SamcoFeeModel", "ZerodhaFeeModel"]


class IndiaFeeModel(FeeModel):
    """The sum of six parts, each rounded to paise; what differs by broker is in the class's attributes."""

    brokerage_multiplier = max_brokerage = ZERO
    securities_transaction_tax_total_multiplier = exchange_transaction_charge_multiplier = ZERO
    state_tax_multiplier = sebi_charges_multiplier = stamp_charges_multiplier = ZERO
    is_stamp_charges_from_order_value = False

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        return fee_of(self._fee(parameters.order.exact_value_in(parameters.security)), "INR")

    def _fee(self, signed: Decimal) -> Decimal:
        sells, value = signed < 0, abs(signed)
        share = value * self.brokerage_multiplier
        brokerage = self.max_brokerage if share > self.max_brokerage else round_even(share, 2)
        turnover = round_even(value, 2)
        tax = round_even(value * self.securities_transaction_tax_total_multiplier, 2) if sells else ZERO
        exchange = round_even(turnover * self.exchange_transaction_charge_multiplier, 2)
        state = round_even(self.state_tax_multiplier * (brokerage + exchange), 2)
        sebi = round_even(turnover * self.sebi_charges_multiplier, 2)
        stamped = value if self.is_stamp_charges_from_order_value else turnover
        stamp = ZERO if sells else round_even(stamped * self.stamp_charges_multiplier, 2)
        return round_even(brokerage + tax + exchange + stamp + state + sebi, 2)


class SamcoFeeModel(IndiaFeeModel):
    """Samco."""

    brokerage_multiplier = Decimal("0.0002")
    max_brokerage = Decimal(20)
    securities_transaction_tax_total_multiplier = Decimal("0.00025")
    exchange_transaction_charge_multiplier = Decimal("0.0000345")
    state_tax_multiplier = Decimal("0.18")
    sebi_charges_multiplier = Decimal("0.000001")
    stamp_charges_multiplier = Decimal("0.00003")


class ZerodhaFeeModel(SamcoFeeModel):
    """Zerodha."""

    brokerage_multiplier = Decimal("0.0003")
    is_stamp_charges_from_order_value = True
