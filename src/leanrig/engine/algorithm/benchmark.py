"""`set_benchmark` and `benchmark`."""

from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.benchmarks import FuncBenchmark, SecurityBenchmark

__all__ = ["BenchmarkMixin"]


class BenchmarkMixin(Dotnet):
    """What the algorithm is compared with."""

    _lean_locked: bool
    _lean_benchmark: Any
    securities: Any

    @property
    def benchmark(self) -> Any:
        return self._lean_benchmark

    def set_benchmark(self, *what: Any) -> None:
        """`(symbol)`, `(ticker)`, `(security type, ticker)` or `(function of time)`."""
        if self._lean_locked:
            raise InvalidOperationException(
                "Algorithm.SetBenchmark(): Cannot change Benchmark after algorithm initialized."
            )
        if len(what) == 2:
            kind = SecurityType(int(what[0]))
            market = self._lean_market_of(kind, what[1], None)
            self._lean_measure(Symbol.create(what[1], kind, market))
            return
        (benchmark,) = what
        symbol = as_symbol(getattr(benchmark, "symbol", benchmark))
        if symbol is not None:
            self._lean_measure(symbol)
        elif isinstance(benchmark, str):
            self.debug(
                f"Warning: SetBenchmark({benchmark}): no existing symbol found, benchmark security will be added with "
                "Equity type."
            )
            self._lean_measure(Symbol.create(benchmark, SecurityType.EQUITY, "usa"))
        else:
            self._lean_benchmark = FuncBenchmark(benchmark)

    def _lean_measure(self, symbol: Symbol) -> None:
        self._lean_benchmark = SecurityBenchmark.create_instance(self.securities, symbol)

    def _lean_default_benchmark(self) -> Any:
        """What the broker's model measures against: its own function, a security, or nothing."""
        model: Any = self.brokerage_model
        own = getattr(model, "own_benchmark", None)
        if own is not None:
            return own(self.securities)
        symbol = model.benchmark_symbol
        return FuncBenchmark(_nothing) if symbol is None else SecurityBenchmark.create_instance(self.securities, symbol)


def _nothing(_: object) -> int:
    return 0
