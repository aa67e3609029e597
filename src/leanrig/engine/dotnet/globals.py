"""QuantConnect.Globals: where the data folder lies."""

from typing import ClassVar

from leanrig.engine.naming import Dotnet

__all__ = ["Globals"]


class Globals(Dotnet):
    """Folders of this run; the wiring sets them."""

    data_folder: ClassVar[str] = "./"
    cache_data_folder: ClassVar[str] = "./"
    results_destination_folder: ClassVar[str] = "./"
    version: ClassVar[str] = "2.5.0.0"

    @staticmethod
    def reset() -> None:
        """Nothing: the folders stay for the run."""
