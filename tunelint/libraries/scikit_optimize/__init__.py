"""scikit-optimize: searches by its minimisers, by asking and telling, and by BayesSearchCV."""
