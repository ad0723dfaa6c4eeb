"""Hyperopt: `fmin`, its spaces and its results."""
