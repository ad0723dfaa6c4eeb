"""Keras models: layers, compile, fit, logs and callbacks."""
