"""leanrig: research and deployment kit for QuantConnect's LEAN."""

__all__ = ["__version__"]

__version__ = "0.1.0"
