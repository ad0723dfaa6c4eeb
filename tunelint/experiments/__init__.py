"""Experiments that several rules share: what is asked of the lab, and what the answers prove."""
