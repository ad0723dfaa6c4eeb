"""PyTorch Lightning: trainers, what they train and for how long, and the callbacks they get."""
