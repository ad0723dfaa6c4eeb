"""Held-out data: where the rows that the code keeps for its last test drive a search."""
