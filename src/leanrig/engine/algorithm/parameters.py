"""Parameters that the user gave with the run."""

from datetime import date, datetime
from typing import Any

from leanrig.engine.naming import Dotnet

__all__ = ["ParametersMixin"]


class ParametersMixin(Dotnet):
    """`get_parameter(name, default)`: the default's type decides what comes back."""

    _lean_parameters: dict[str, str]

    def get_parameter(self, name: str, default_value: Any = None) -> Any:
        """A parameter as text, or as the default's type; the default when it is missing or no such number."""
        text = self._lean_parameters.get(name)
        if text is None or default_value is None:
            return default_value if text is None else text
        if isinstance(default_value, bool):
            return text.strip().lower() in ("true", "1")
        for kind in (int, float):
            if isinstance(default_value, kind):
                return _number(text, kind, default_value)
        if isinstance(default_value, datetime):
            return datetime.fromisoformat(text)
        return date.fromisoformat(text) if isinstance(default_value, date) else text

    def get_parameters(self) -> dict[str, str]:
        return dict(self._lean_parameters)

    def set_parameters(self, parameters: dict[str, str]) -> None:
        """Take all parameters of the run; not the user's to call."""
        self._lean_parameters = dict(parameters)


def _number(text: str, kind: type, default: Any) -> Any:
    try:
        return kind(text)
    except ValueError:
        return default
