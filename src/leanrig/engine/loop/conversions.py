"""Feeds that give rates of foreign currencies: internal subscriptions to pairs that the user did not ask for."""

from typing import Any

from leanrig.engine.algorithm.assets import data_types_of
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.enums import DataNormalizationMode, Resolution
from leanrig.engine.identity import Symbol

__all__ = ["Conversions"]


class Conversions:
    """Sees to it that every currency in the cash book has a rate.

    Parameters
    ----------
    algorithm, services, feed
        Whose cash book it is, who makes securities, and where the listed pairs come from.
    """

    def __init__(self, algorithm: Any, services: Any, feed: Any) -> None:
        self._algorithm = algorithm
        self._services = services
        self._feed = feed

    def ensure(self) -> list[tuple[Any, SubscriptionDataConfig]]:
        """Decide where new currencies' rates come from; return the internal subscriptions that begin for it."""
        book = self._algorithm.portfolio.cash_book
        if not book.has_unsettled:
            return []
        made: list[tuple[Any, SubscriptionDataConfig]] = []

        def make(symbol: Symbol) -> Any:
            security, config = self._internal(symbol)
            made.append((security, config))
            return security

        errors = book.ensure_conversions(
            self._algorithm.securities.total,
            self._algorithm.brokerage_model.default_markets,
            self._feed.listed_pairs,
            make,
        )
        for error in errors:
            self._algorithm._lean_notes.error(error)
        self._seed(book)
        return made

    def _internal(self, symbol: Symbol) -> tuple[Any, SubscriptionDataConfig]:
        resolution = self._finest()
        kinds = data_types_of(symbol.security_type, resolution)[:1]
        configs = self._services.configs(
            symbol,
            resolution,
            kinds,
            fill_forward=True,
            extended=False,
            mode=DataNormalizationMode.ADJUSTED,
            internal=True,
        )
        security = self._services.security(
            symbol, configs, self._algorithm.universe_settings.exact_leverage, internal=True
        )
        self._algorithm.securities.add(security)
        return security, configs[0]

    def _finest(self) -> Resolution:
        resolutions = [
            config.resolution for security in self._algorithm.securities.total for config in security.subscription_list
        ]
        return min(resolutions, default=Resolution.MINUTE)

    def _seed(self, book: Any) -> None:
        """Give pairs without a price their last known one, so that rates are there before the first bar."""
        waiting = [
            security
            for cash in book.values()
            if not cash.exact_conversion_rate
            for security in cash.currency_conversion.conversion_rate_securities
            if not security.exact_price
        ]
        if waiting:
            from leanrig.engine.history.seeding import seed

            seed(self._algorithm, list(dict.fromkeys(waiting)))
        book.update_conversion_rates()
