import optuna
from sklearn.datasets import load_digits
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split

x, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=3)
x_train, x_val, y_train, y_val = train_test_split(x_train, y_train, test_size=0.2, random_state=3)


def objective(trial):
    model = HistGradientBoostingClassifier(
        learning_rate=trial.suggest_float("learning_rate", 1e-4, 1.0),
        max_leaf_nodes=trial.suggest_int("max_leaf_nodes", 4, 64),
        max_iter=trial.suggest_int("max_iter", 20, 100),
        random_state=3,
    )
    model.fit(x_train, y_train)
    return 1 - model.score(x_val, y_val)


study = optuna.create_study()
study.optimize(objective, n_trials=10)
print(study.best_params)
