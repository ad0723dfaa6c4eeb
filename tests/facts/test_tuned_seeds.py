"""What a search makes of a seed among its hyperparameters."""

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

pytestmark = pytest.mark.libraries


def test_the_luckiest_seed_wins_where_there_is_nothing_to_learn() -> None:
    rng = np.random.default_rng(17)
    features, labels = rng.normal(size=(120, 5)), rng.integers(0, 2, 120)
    tree = DecisionTreeClassifier(max_features=1)
    search = GridSearchCV(tree, {"random_state": range(40)}, cv=3).fit(features, labels)

    scores = search.cv_results_["mean_test_score"]
    assert len(set(scores)) > 10
    assert search.best_score_ == max(scores) > 0.56
    # On new rows it guesses, as all others do.
    fresh, unseen = rng.normal(size=(4000, 5)), rng.integers(0, 2, 4000)
    assert search.score(fresh, unseen) == pytest.approx(0.5, abs=0.03)
