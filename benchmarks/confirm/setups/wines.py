"""A table like the encoded wines: 320 columns, points between 80 and 100."""

import pandas
from sklearn.datasets import make_regression

x, y = make_regression(n_samples=800, n_features=320, n_informative=30, noise=5.0, random_state=1)
table = pandas.DataFrame(x, columns=[f"f{i}" for i in range(320)])
table["points"] = 90 + 10 * (y - y.min()) / (y.max() - y.min())
table.to_csv("wines_encoded.csv", index=False)
