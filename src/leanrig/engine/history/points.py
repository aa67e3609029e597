"""Columns of data that comes as single points: ticks, corporate events, types of the user's own."""

from math import isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from leanrig.engine.data.auxiliary import Dividend, Split
from leanrig.engine.data.python_data import DynamicData
from leanrig.engine.data.tick import Tick
from leanrig.engine.enums import TickType

__all__ = ["point_columns"]


def point_columns(points: list[Any]) -> tuple[npt.NDArray[np.int64], dict[str, npt.NDArray[Any]]]:
    """End times (wall clock, microseconds) and columns; a column that says nothing anywhere is left out."""
    rows = [_fields(point) for point in points]
    names = {name for row in rows for name in row}
    columns = {}
    for name in names:
        values = [row.get(name) for row in rows]
        if any(_says(value) for value in values):
            columns[name] = _column(values)
    return np.array([point.end_us for point in points], dtype=np.int64), columns


def _fields(point: Any) -> dict[str, Any]:
    if isinstance(point, Tick):
        return _tick(point)
    if isinstance(point, DynamicData):
        return {key.lower(): value for key, value in point.get_storage_dictionary().items()} | {"value": point.value}
    if isinstance(point, Dividend):
        return {"distribution": point.distribution, "referenceprice": point.reference_price, "value": point.value}
    if isinstance(point, Split):
        return {
            "type": point.type,
            "splitfactor": point.split_factor,
            "referenceprice": point.reference_price,
            "value": point.value,
        }
    return {"value": point.value}


def _tick(tick: Tick) -> dict[str, Any]:
    fields = {
        "lastprice": tick.last_price,
        "quantity": tick.quantity,
        "exchange": tick.exchange,
        "suspicious": tick.suspicious,
    }
    if tick.tick_type is TickType.QUOTE:
        fields |= {
            "askprice": tick.ask_price,
            "asksize": tick.ask_size,
            "bidprice": tick.bid_price,
            "bidsize": tick.bid_size,
        }
    return fields


def _says(value: Any) -> bool:
    """Lean leaves out columns of zeros, NaN, blanks, False and nothing."""
    if value is None or value is False:
        return False
    if isinstance(value, float):
        return not isnan(value) and value != 0
    if isinstance(value, str):
        return bool(value.strip())
    return not (hasattr(value, "__len__") and len(value) == 0)


def _column(values: list[Any]) -> npt.NDArray[Any]:
    if all(value is None or type(value) is float for value in values):
        return np.array([np.nan if value is None else value for value in values])
    if all(type(value) is int for value in values):
        return np.array(values)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
