"""A sweep's trials as one Parquet file, and questions in SQL to it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leanrig.backtest.trials import Trial
from leanrig.errors import BadInput, Missing
from leanrig.files import write_bytes
from leanrig.pipeline.sweep_trial import RETURNS

__all__ = ["TRIALS_FILE", "VIEWS", "query", "write_trials"]

TRIALS_FILE = "trials.parquet"
VIEWS = """\
create view trials as select * from read_parquet('{folder}/trials.parquet');
create view returns as
  select cast(regexp_extract(filename, '([0-9]+)[/\\\\][^/\\\\]*$', 1) as integer) as trial,
    "time", equity, "return", benchmark
  from read_parquet('{folder}/trials/*/returns.parquet', filename = true);
"""


def write_trials(
    folder: Path,
    trials: Sequence[Trial],
    *,
    best: Trial | None,
    signals: Sequence[str],
    sharpes: Sequence[float | None],
) -> Path:
    """Write a row for each trial: parameters, how it ended, the target, all figures, seconds, where its returns lie.

    Parameters
    ----------
    signals
        The folder of each trial's rows where they were made for the sweep; else empty.
    sharpes
        Of each trial's returns, a year.
    """
    known = _known(folder, trials, best, signals)
    columns: dict[str, pa.Array] = {"trial": pa.array([trial.number for trial in trials], pa.int32())}
    for name in trials[0].parameters:
        values = [trial.parameters[name] for trial in trials]
        columns[_free(name, {**columns, **known})] = _numbers_or_texts(values)
    columns |= known
    columns["sharpe_of_returns"] = pa.array(sharpes, pa.float64())
    for name in dict.fromkeys(name for trial in trials for name in trial.figures):
        columns[_free(_snake(name), columns)] = pa.array([trial.figures.get(name) for trial in trials], pa.float64())
    for name in dict.fromkeys(name for trial in trials for name in trial.statistics):
        said = [trial.statistics.get(name) for trial in trials]
        columns[_free(f"lean {name}", columns)] = pa.array(said, pa.string())
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return write_bytes(folder / TRIALS_FILE, sink.getvalue().to_pybytes())


def query(folder: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns and rows that `sql` finds in the views `trials` and `returns` of a sweep.

    Raises
    ------
    Missing
        If DuckDB is not there.
    BadInput
        If the folder holds no sweep, or the question cannot be answered.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise Missing(
            "SQL needs the package duckdb", where="the extra `memory`", cure="pip install 'leanrig[memory]'"
        ) from None
    if not (folder / TRIALS_FILE).is_file():
        raise BadInput(
            "there is no sweep in this folder", where=str(folder), cure="leanrig optimize RECIPE --parameter …"
        )
    with duckdb.connect() as found:
        for view in VIEWS.format(folder=folder.resolve().as_posix().replace("'", "''")).split(";\n"):
            if "returns" not in view or any(folder.glob(f"trials/*/{RETURNS}")):
                found.execute(view)
        try:
            answer = found.execute(sql)
        except duckdb.Error as error:
            raise BadInput(
                f"DuckDB refuses the question: {str(error).strip().splitlines()[0]}",
                where=sql,
                cure="the views are `trials` and `returns`; `describe trials` lists the columns",
            ) from None
        return [column[0] for column in answer.description or ()], answer.fetchall()


def _known(folder: Path, trials: Sequence[Trial], best: Trial | None, signals: Sequence[str]) -> dict[str, pa.Array]:
    returns = [
        f"{one.folder}/{RETURNS}" if one.folder and (folder / one.folder / RETURNS).is_file() else None
        for one in trials
    ]
    return {
        "status": pa.array([trial.status for trial in trials]),
        "verdict": pa.array([str(trial.judgement) for trial in trials]),
        "target": pa.array([trial.value for trial in trials], pa.float64()),
        "is_best": pa.array([trial is best for trial in trials]),
        "is_comparable": pa.array([trial.is_comparable for trial in trials]),
        "breaks": pa.array([trial.breaks for trial in trials]),
        "told": pa.array([trial.told for trial in trials]),
        "orders": pa.array([trial.orders for trial in trials], pa.int32()),
        "order_hash": pa.array([trial.order_hash for trial in trials]),
        "seconds": pa.array([trial.seconds for trial in trials], pa.float64()),
        "folder": pa.array([trial.folder for trial in trials]),
        "returns": pa.array(returns, pa.string()),
        "signals": pa.array(list(signals)),
    }


def _numbers_or_texts(values: Sequence[str]) -> pa.Array:
    try:
        return pa.array([float(value) for value in values], pa.float64())
    except ValueError:
        return pa.array(list(values), pa.string())


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _free(name: str, taken: dict[str, Any]) -> str:
    while name.lower() in {other.lower() for other in taken}:
        name = f"{name}_"
    return name
