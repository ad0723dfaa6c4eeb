"""Ray Tune: searches that ``tune.Tuner(…).fit()`` and ``tune.run(…)`` start."""
