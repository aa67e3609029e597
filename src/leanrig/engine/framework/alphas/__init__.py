"""Alpha models."""
