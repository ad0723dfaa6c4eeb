"""What is seeded, what is not, and the seed that a fix writes."""
