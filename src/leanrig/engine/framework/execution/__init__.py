"""Execution models."""
