"""Risk management models."""
