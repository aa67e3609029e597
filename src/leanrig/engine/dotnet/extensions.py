"""Lean's helpers on numbers and times that algorithms call by the name of their class."""

from datetime import datetime, timedelta
from pathlib import Path

from leanrig.engine.consolidators.periods import round_down
from leanrig.engine.data.base_data import micros
from leanrig.engine.data.config import span_of
from leanrig.engine.enums import Resolution, SecurityType, TickType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact, normalize, shown, significant, smart_round, text

__all__ = ["Extensions"]


_OPTIONS = (SecurityType.OPTION, SecurityType.FUTURE_OPTION, SecurityType.INDEX_OPTION)


class Extensions(Dotnet):
    """QuantConnect.Extensions, as far as algorithms use it."""

    @staticmethod
    def round_to_significant_digits(value: object, digits: int) -> float:
        return shown(significant(exact(value), int(digits)))

    @staticmethod
    def smart_rounding(value: object) -> float:
        return shown(smart_round(exact(value)))

    @staticmethod
    def convert_from_utc(time: datetime, to: object) -> datetime:
        """A universal time as the wall clock of a zone shows it."""
        return to_local(micros(time), str(to))

    @staticmethod
    def convert_to_utc(time: datetime, zone: object) -> datetime:
        """A zone's wall clock as a naive universal time."""
        return to_local(to_us(time, str(zone)), "UTC")

    @staticmethod
    def to_time_span(resolution: object) -> timedelta:
        """A resolution as a span of time."""
        return span_of(Resolution(int(resolution)))  # type: ignore[call-overload]  # an enumeration of Lean's

    @staticmethod
    def to_higher_resolution_equivalent(time_span: timedelta, require_exact_match: bool) -> Resolution:
        """The longest resolution that is not longer than a span."""
        for resolution in (Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE, Resolution.SECOND):
            if time_span == span_of(resolution) or (time_span > span_of(resolution) and not require_exact_match):
                return resolution
        if require_exact_match and time_span:
            raise InvalidOperationException(f"Unable to exactly convert time span ('{time_span}') to resolution.")
        return Resolution.TICK

    @staticmethod
    def tick_type_to_lower(tick_type: TickType) -> str:
        return tick_type.to_string().lower()

    @staticmethod
    def resolution_to_lower(resolution: Resolution) -> str:
        return resolution.to_string().lower()

    @staticmethod
    def security_type_to_lower(security_type: SecurityType) -> str:
        return security_type.to_string().lower()

    @staticmethod
    def is_option(security_type: SecurityType) -> bool:
        return security_type in _OPTIONS

    @staticmethod
    def normalize(value: object) -> float:
        return shown(normalize(exact(value)))

    @staticmethod
    def normalize_to_str(value: object) -> str:
        """Without zeros at the end."""
        return text(normalize(exact(value)))

    @staticmethod
    def round_down(time: datetime, interval: timedelta) -> datetime:
        """The last multiple of an interval."""
        return round_down(time, interval)

    @staticmethod
    def read_lines(data_provider: object, source: str) -> list[str]:  # noqa: ARG004  # every provider reads files
        """Lines of a file of the data folder; none where there is no such file."""
        path = Path(str(source))
        return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []

    @staticmethod
    def convert_to(time: datetime, zone: object, to: object) -> datetime:
        """One zone's wall clock as another's."""
        return to_local(to_us(time, str(zone)), str(to))
