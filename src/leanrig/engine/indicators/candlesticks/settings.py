"""What counts as long, short, near or equal: by which part of how many bars before, times a factor."""

from leanrig.engine.enums import CandleRangeType, CandleSettingType
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import exact

__all__ = ["CandleSetting", "CandleSettings"]


class CandleSetting(Dotnet):
    """Which part of a bar is measured, over how many bars, and the factor on their mean."""

    factor = Shown("exact_factor")

    def __init__(self, range_type: CandleRangeType, average_period: int, factor: object) -> None:
        self.range_type = CandleRangeType(int(range_type))
        self.average_period = int(average_period)
        self.exact_factor = exact(factor)


_BODY, _HIGH_LOW, _SHADOWS = CandleRangeType.REAL_BODY, CandleRangeType.HIGH_LOW, CandleRangeType.SHADOWS
_SETTINGS: dict[CandleSettingType, CandleSetting] = {
    CandleSettingType.BODY_LONG: CandleSetting(_BODY, 10, 1),
    CandleSettingType.BODY_VERY_LONG: CandleSetting(_BODY, 10, 3),
    CandleSettingType.BODY_SHORT: CandleSetting(_BODY, 10, 1),
    CandleSettingType.BODY_DOJI: CandleSetting(_HIGH_LOW, 10, "0.1"),
    CandleSettingType.SHADOW_LONG: CandleSetting(_BODY, 0, 1),
    CandleSettingType.SHADOW_VERY_LONG: CandleSetting(_BODY, 0, 2),
    CandleSettingType.SHADOW_SHORT: CandleSetting(_SHADOWS, 10, 1),
    CandleSettingType.SHADOW_VERY_SHORT: CandleSetting(_HIGH_LOW, 10, "0.1"),
    CandleSettingType.NEAR: CandleSetting(_HIGH_LOW, 5, "0.2"),
    CandleSettingType.FAR: CandleSetting(_HIGH_LOW, 5, "0.6"),
    CandleSettingType.EQUAL: CandleSetting(_HIGH_LOW, 5, "0.05"),
}


class CandleSettings(Dotnet):
    """The settings of all patterns that are made from now on."""

    @staticmethod
    def get(type: CandleSettingType) -> CandleSetting:
        return _SETTINGS[CandleSettingType(int(type))]

    @staticmethod
    def set(type: CandleSettingType, setting: CandleSetting) -> None:
        """Replace a setting."""
        _SETTINGS[CandleSettingType(int(type))] = setting
