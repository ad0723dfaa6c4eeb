"""PyTorch: modules, the loops that train them, and the batches that they are trained on."""
