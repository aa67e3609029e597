"""QuantConnect.Compression: zips in memory."""

import io
import zipfile
from collections.abc import Iterable

from leanrig.engine.naming import Dotnet

__all__ = ["Compression"]


class Compression(Dotnet):
    """Packs and unpacks."""

    @staticmethod
    def zip_bytes(bytes: Iterable[int], zip_entry_name: str) -> bytes:  # Lean's name
        """The content of a zip with one entry."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zip_entry_name, bytearray(bytes))
        return packed.getvalue()

    @staticmethod
    def unzip_data(zip_data: bytes) -> dict[str, str]:
        """Texts of all entries by name."""
        with zipfile.ZipFile(io.BytesIO(bytes(zip_data))) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}
