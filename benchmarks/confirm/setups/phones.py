"""A table like the phones' whose prices the scripts predict: 20 columns, 4 classes."""

import os

import pandas
from sklearn.datasets import make_classification

x, y = make_classification(
    n_samples=600, n_features=20, n_informative=8, n_classes=4, random_state=1
)
table = pandas.DataFrame(x, columns=[f"f{i}" for i in range(20)])
table["price_range"] = y
os.makedirs("../data", exist_ok=True)
table.to_csv("../data/train.csv", index=False)
