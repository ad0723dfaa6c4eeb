"""How the result of a run is printed."""
