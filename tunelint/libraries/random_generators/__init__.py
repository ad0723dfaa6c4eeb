"""The random generators of a process and what seeds them."""
