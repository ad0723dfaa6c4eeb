"""Cross-validated searches: how a search is built around an estimator, run and scored."""
