"""`signal_export`: targets for other parties. The embedded engine sends nothing and says so in the log."""

from collections.abc import Iterable
from typing import Any

from leanrig.engine.naming import Dotnet, override

__all__ = [
    "Collective2SignalExport",
    "CrunchDAOSignalExport",
    "NumeraiSignalExport",
    "SignalExportManager",
    "SignalExportMixin",
    "SignalExportTargetParameters",
    "VBaseSignalExport",
]


class SignalExportTargetParameters(Dotnet):
    """What a provider is handed: targets, and the algorithm."""

    def __init__(self, targets: list[Any], algorithm: Any) -> None:
        self.targets = targets
        self.algorithm = algorithm


class _Elsewhere(Dotnet):
    """A party on the network."""

    def __init__(self, *arguments: object, **keywords: object) -> None:
        """Keys and names of that party; none is used."""

    def send(self, parameters: SignalExportTargetParameters) -> bool:
        parameters.algorithm.error(f"{type(self).__name__}.Send(): nothing is sent by the embedded engine")
        return False


class Collective2SignalExport(_Elsewhere):
    """Collective2."""


class CrunchDAOSignalExport(_Elsewhere):
    """CrunchDAO."""


class NumeraiSignalExport(_Elsewhere):
    """Numerai."""


class VBaseSignalExport(_Elsewhere):
    """vBase."""


class SignalExportManager(Dotnet):
    """Hands targets to providers, among them users' own, which may do what they like."""

    def __init__(self, algorithm: Any) -> None:
        self._algorithm = algorithm
        self._providers: list[Any] = []
        self.automatic_export_time_span: Any = None

    def add_signal_export_provider(self, signal_export_provider: Any) -> None:
        """Take a provider in: a class of Lean's, or any object with `send(parameters)`."""
        self._providers.append(signal_export_provider)

    def add_signal_export_providers(self, *providers: Any) -> None:
        for provider in providers:
            self._providers.append(provider)

    def set_target_portfolio(self, *targets: Any) -> bool:
        """Hand targets on; True when every provider took them."""
        flat: list[Any] = []
        for target in targets:
            flat += target if isinstance(target, Iterable) else [target]
        if not flat:
            self._algorithm.debug("Portfolio target was empty")
            return False
        if not self._providers:
            self._algorithm.error(
                "Cannot send portfolio targets as there are no SignalExportProviders, "
                "please use AddSignalExportProviders() method"
            )
            return False
        parameters = SignalExportTargetParameters(flat, self._algorithm)
        # Everyone is asked, whatever one of them says.
        answers = [(override(one, "send") or one.send)(parameters) for one in self._providers]
        return all(answers)


class SignalExportMixin(Dotnet):
    """The algorithm's `signal_export`."""

    @property
    def signal_export(self) -> SignalExportManager:
        """Targets for other parties."""
        found: SignalExportManager | None = self.__dict__.get("_lean_signal_export")
        if found is None:
            found = self._lean_signal_export = SignalExportManager(self)
        return found
