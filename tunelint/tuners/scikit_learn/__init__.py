"""The searches of scikit-learn: grid, random and halving."""
