"""Keras Tuner: tuners, oracles and the searches they run."""
