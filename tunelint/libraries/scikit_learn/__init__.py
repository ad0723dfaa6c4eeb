"""The estimators, scorers and splitters of scikit-learn."""
