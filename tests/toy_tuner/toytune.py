"""A tuner that nobody has: it draws points of a box, and keeps the best."""

import random


def search(objective, box, trials=20, seed=None):
    """The point with the lowest score, and that score."""
    generator = random.Random(seed)
    tried = []
    for _ in range(trials):
        point = {name: generator.uniform(low, high) for name, (low, high) in box.items()}
        tried.append((objective(point), point))
    score, best = min(tried, key=lambda one: one[0])
    return best, score
