"""Trains, calibrates and writes the models that vedette scores events with."""

__version__ = "0.1.0"
