"""What the rules say where trials train with XGBoost, LightGBM or CatBoost."""

from __future__ import annotations

from tests.rules.programs import TRAINING_RULES, check_programs, marked

HEAD = """
import catboost as cb
import lightgbm as lgb
import numpy as np
import xgboost as xgb
from hyperopt import fmin, hp, tpe
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, mean_squared_error, roc_auc_score
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from xgboost import XGBClassifier
"""
SPLIT = """
x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=0)
dtrain = xgb.DMatrix(x_train, label=y_train)
dval = xgb.DMatrix(x_val, label=y_val)
"""
TEST_SPLIT = SPLIT.replace("val", "test")
FMIN = """
best = fmin(objective, {"eta": hp.uniform("eta", 0.1, 1)}, algo=tpe.suggest, max_evals=30,
            rstate=np.random.default_rng(1))
"""


def hyperopt(body: str, split: str = SPLIT) -> str:
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return f"{HEAD}{split}\ndef objective(params):\n{lines}{FMIN}"


FLAGGED = {
    "XGBoost scored on the test rows": hyperopt(
        "booster = xgb.train(params, dtrain, 50)\n"
        "return mean_squared_error(y_test, booster.predict(dtest))  # TUN202: the search is scored on the test set (dtest)",
        TEST_SPLIT,
    ),
    "the best round on the test rows": hyperopt(
        "booster = xgb.train(params, dtrain, 50, evals=[(dtrain, 'train'), (dtest, 'eval')],  # TUN202: the search is scored on the test set (dtest)\n"
        "                    early_stopping_rounds=5, verbose_eval=False)\n"
        "return booster.best_score",
        TEST_SPLIT,
    ),
    "cross-validated on all rows, the test rows among them": hyperopt(
        "history = xgb.cv(params, xgb.DMatrix(x, label=y), 50, nfold=5, metrics='rmse')  # TUN202: the search cross-validates on the test set too (x_test)\n"
        "return history['test-rmse-mean'].min()",
        TEST_SPLIT,
    ),
    "an estimator's best round on the test rows": hyperopt(
        "model = XGBClassifier(**params)\n"
        "model.fit(x_train, y_train, eval_set=[(x_test, y_test)], verbose=False)  # TUN202: the search is scored on the test set (x_test)\n"
        "return model.best_score",
        TEST_SPLIT,
    ),
    "LightGBM's best round on the test rows": hyperopt(
        "rows = lgb.Dataset(x_train, y_train)\n"
        "model = lgb.train(params, rows, valid_sets=[lgb.Dataset(x_test, y_test)])  # TUN202: the search is scored on the test set (x_test)\n"
        "return model.best_score['valid_0']['l2']",
        TEST_SPLIT,
    ),
    "CatBoost scored on the test rows": hyperopt(
        "model = cb.CatBoostClassifier(**params, verbose=0)\n"
        "model.fit(x_train, y_train)\n"
        "return log_loss(y_test, model.predict_proba(x_test))  # TUN202: the search is scored on the test set (x_test)",
        TEST_SPLIT,
    ),
    "scored on the matrix that it is trained on": hyperopt(
        "booster = xgb.train(params, dtrain, 50)\n"
        "return mean_squared_error(y_train, booster.predict(dtrain))  # TUN303: mean_squared_error is measured on dtrain"
    ),
    "scored on the rows behind the matrix": hyperopt(
        "rows = lgb.Dataset(x_train, y_train)\n"
        "model = lgb.train(params, rows, 50)\n"
        "return mean_squared_error(y_train, model.predict(x_train))  # TUN303: mean_squared_error is measured on x_train"
    ),
    "an area minimised": hyperopt(
        "booster = xgb.train(params, dtrain, 50)\n"
        "return roc_auc_score(y_val, booster.predict(dval))  # TUN304: the search minimises roc_auc"
    ),
    "a cross-validated area minimised": hyperopt(
        "history = xgb.cv(params, dtrain, num_boost_round=50, nfold=5, metrics='auc')\n"
        "return history['test-auc-mean'].iloc[-1]  # TUN304: the search minimises test-auc-mean"
    ),
    "LightGBM's best area minimised": hyperopt(
        "rows = lgb.Dataset(x_train, y_train)\n"
        "model = lgb.train(params, rows, valid_sets=[lgb.Dataset(x_val, y_val)])\n"
        "return model.best_score['valid_0']['auc']  # TUN304: the search minimises auc: its \"best\" trial is the worst one"
    ),
    "a loop that keeps the largest error": HEAD
    + SPLIT
    + """
best, depth = 0, None
for candidate in [2, 4, 8]:
    booster = xgb.train({"max_depth": candidate}, dtrain, 50)
    error = mean_squared_error(y_val, booster.predict(dval))
    if error > best:  # TUN304: the loop maximises mean_squared_error
        best, depth = error, candidate
""",
    "an unseeded resampler": HEAD
    + """
pipeline = Pipeline([("smote", SMOTE()), ("model", LogisticRegression())])
grid = GridSearchCV(pipeline, {"model__C": [1, 2, 3]}, cv=5)  # TUN105: SMOTE has no random_state: the same configuration scores differently in every run
grid.fit(x, y)
""",
    "an unseeded split": marked(
        hyperopt(
            "booster = xgb.train(params, dtrain, 50)\n"
            "return mean_squared_error(y_val, booster.predict(dval))",
            SPLIT.replace(", random_state=0", ""),
        ),
        {"x_train, x_val,": "# TUN106: this split is not seeded: every run compares"},
    ),
}

SILENT = {
    "XGBoost without a seed": hyperopt(
        "booster = xgb.train({**params, 'subsample': 0.5}, dtrain, 50)\n"
        "return mean_squared_error(y_val, booster.predict(dval))"
    ),
    "an estimator without a seed": hyperopt(
        "model = XGBClassifier(**params, subsample=0.5)\n"
        "model.fit(x_train, y_train)\n"
        "return -roc_auc_score(y_val, model.predict_proba(x_val)[:, 1])"
    ),
    "rounds are no epochs": hyperopt(
        "booster = xgb.train(params, dtrain, 2)\n"
        "return mean_squared_error(y_val, booster.predict(dval))"
    )
    + "final = xgb.train(best, dtrain, 900)\n",
    "rounds of an estimator are no epochs": hyperopt(
        "model = XGBClassifier(**params, n_estimators=2)\n"
        "model.fit(x_train, y_train)\n"
        "return log_loss(y_val, model.predict_proba(x_val))"
    )
    + "final = XGBClassifier(n_estimators=900, **best).fit(x_train, y_train)\n",
    "stopped on the validation rows": hyperopt(
        "booster = xgb.train(params, dtrain, 50, evals=[(dtrain, 'train'), (dval, 'eval')],\n"
        "                    early_stopping_rounds=1)\n"
        "return booster.best_score"
    ),
    "cross-validated on the training rows": hyperopt(
        "history = lgb.cv(params, lgb.Dataset(x_train, y_train), 50)\n"
        "return history['valid l2-mean'][-1]",
        TEST_SPLIT,
    ),
    "a cross-validated error": hyperopt(
        "history = xgb.cv(params, dtrain, num_boost_round=50, nfold=5, metrics='rmse')\n"
        "return history['test-rmse-mean'].min()"
    ),
    "the winner is tested": hyperopt(
        "booster = xgb.train(params, dtrain, 50)\n"
        "return mean_squared_error(y_val, booster.predict(dval))"
    )
    + "final = xgb.train(best, dtrain, 50)\n"
    + "print(mean_squared_error(y_test, final.predict(dtest)))\n",
    "an estimator from outside starts afresh": HEAD
    + SPLIT
    + """
model = lgb.LGBMClassifier()
best, leaves = 0, None
for candidate in [7, 15, 31]:
    model.set_params(num_leaves=candidate)
    model.fit(x_train, y_train)
    score = model.score(x_val, y_val)
    if score > best:
        best, leaves = score, candidate
""",
    "a resampler with a seed": HEAD
    + """
pipeline = Pipeline([("smote", SMOTE(random_state=1)), ("model", LogisticRegression())])
grid = GridSearchCV(pipeline, {"model__C": [1, 2, 3]}, cv=5)
grid.fit(x, y)
""",
    "boosting in a grid": HEAD
    + """
grid = GridSearchCV(cb.CatBoostClassifier(verbose=0), {"depth": [4, 6]}, cv=5)
grid.fit(x, y)
""",
}


test_programs = check_programs(TRAINING_RULES, FLAGGED, SILENT)
