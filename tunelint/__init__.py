"""Reads hyperparameter-tuning code and says what will make a search fail, lie or not repeat."""

__version__ = "0.1.0"
