"""TUN203: what is fitted on all rows before they are split, and feeds a search."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

HEAD = (
    "import numpy as np\nimport pandas as pd\n"
    "from sklearn.compose import ColumnTransformer\n"
    "from sklearn.feature_selection import RFE, SelectKBest, VarianceThreshold\n"
    "from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer\n"
    "from sklearn.impute import SimpleImputer\n"
    "from sklearn import preprocessing\n"
    "from sklearn.model_selection import GridSearchCV, KFold, cross_val_score\n"
    "from sklearn.model_selection import train_test_split\n"
    "from sklearn.pipeline import Pipeline, make_pipeline\n"
    "from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, StandardScaler\n"
    "from sklearn.preprocessing import PolynomialFeatures\n"
    "from sklearn.preprocessing import TargetEncoder\n"
    "from imblearn.over_sampling import SMOTE\n"
    "from imblearn.under_sampling import RandomUnderSampler\n"
    "from sklearn.svm import SVC\n"
    "df = pd.read_csv('rows.csv')\n"
)
XY = "X, y = df.drop('price', axis=1), df['price']\n"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
GRID = "GridSearchCV(SVC(), {'C': [1, 2]}).fit"
TRAIN = GRID + "(X_train, y_train)\n"
ALL = GRID + "(X, y)\n"
KT = "import keras\nimport keras_tuner as kt\n" + (
    "tuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
)
FMIN = (
    "from hyperopt import fmin, hp, tpe\n"
    "fmin(objective, hp.uniform('c', 0, 1), algo=tpe.suggest, max_evals=50)\n"
)


FLAGGED = {
    "columns chosen by importances": """
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
model = xgb.XGBClassifier().fit(X, y)  # TUN203: feature_importances_ of XGBClassifier is computed on all rows before the split
order = model.feature_importances_.argsort()
best = X.columns[order][-20:]
X_best = X[best]
X_train, X_test, y_train, y_test = train_test_split(X_best, y, random_state=1)
GridSearchCV(SVC(), {"C": [1, 2]}).fit(X_train, y_train)
""",
    "columns masked by importances": """
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
import optuna
forest = RandomForestClassifier(random_state=1)
forest.fit(X, y)  # TUN203: feature_importances_ of RandomForestClassifier is computed on all rows before the cross-validation
keep = forest.feature_importances_ > 0.01
X_kept = X[:, keep]
def objective(trial):
    return cross_val_score(SVC(C=trial.suggest_float("C", 1, 9)), X_kept, y).mean()
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
    "a class drawn anew beside the other one, with replacement": """
import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
major, minor = df[df["y"] == 0], df[df["y"] == 1]
up = resample(minor, replace=True, n_samples=len(major), random_state=1)  # TUN203: resample draws from all rows before the split: it has seen the rows that the grid scores on
df = pd.concat([major, up])
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
GridSearchCV(SVC(), {"C": [1, 2]}).fit(X_train, y_train)
""",
    "the training part drawn anew, before a cross-validation": """
from sklearn.utils import resample
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
X_up, y_up = resample(X_train, y_train, n_samples=9000, random_state=1)  # TUN203: resample draws from the training part before the cross-validation
GridSearchCV(SVC(), {"C": [1, 2]}).fit(X_up, y_up)
""",
    "one class drawn anew, and the rows shuffled": """
import pandas as pd
import sklearn.utils
import optuna
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
up = sklearn.utils.resample(df[df.y == 1], n_samples=900)  # TUN203: resample draws from all rows before the cross-validation
df = pd.concat([df[df.y == 0], up]).sample(frac=1, random_state=1)
def objective(trial):
    return cross_val_score(SVC(C=trial.suggest_float("C", 1, 9)), df.drop("y", axis=1), df.y).mean()
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
    "scaled, then split": XY
    + "X = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + SPLIT
    + TRAIN,
    "scaled, then cross-validated": XY
    + "X = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the cross-validation: it has seen the rows that the grid scores on, so the scores are too good\n"
    + ALL,
    "fitted and transformed apart": XY
    + "scaler = MinMaxScaler()\n"
    + "scaler.fit(X)  # TUN203: MinMaxScaler is fitted on all rows before the split\n"
    + "X = scaler.transform(X)\n"
    + SPLIT
    + TRAIN,
    "fitted on all rows, transformed after the split": XY
    + SPLIT
    + "scaler = StandardScaler().fit(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + "X_train = scaler.transform(X_train)\n"
    + TRAIN,
    "fitted on both parts put together": XY
    + SPLIT
    + "scaler = StandardScaler().fit(pd.concat([X_train, X_test]))  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + "X_train = scaler.transform(X_train)\n"
    + TRAIN,
    "columns of a frame": "num = ['a', 'b']\n"
    + "df[num] = StandardScaler().fit_transform(df[num])  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + XY
    + SPLIT
    + TRAIN,
    "column by column": "for name in ['a', 'b']:\n    scaler = StandardScaler()\n"
    + "    df[name] = scaler.fit_transform(df[[name]])  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + XY
    + SPLIT
    + TRAIN,
    "by loc": "df.loc[:, 'a'] = MinMaxScaler().fit_transform(df[['a']])  # TUN203: MinMaxScaler is fitted on all rows before the cross-validation\n"
    + XY
    + ALL,
    "a frame made of it": XY
    + "scaled = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + "X = pd.DataFrame(data=scaled, columns=X.columns)\n"
    + SPLIT
    + TRAIN,
    "put beside other columns": XY
    + "scaled = StandardScaler().fit_transform(X[['a']])  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
    + "X = np.hstack([X[['b']].to_numpy(), scaled])\n"
    + ALL,
    "resampled": XY
    + "X_res, y_res = SMOTE().fit_resample(X, y)  # TUN203: SMOTE is fitted on all rows before the split\n"
    + "X_train, X_test, y_train, y_test = train_test_split(X_res, y_res)\n"
    + TRAIN,
    "resampled, then cross-validated": XY
    + "X, y = SMOTE().fit_resample(X, y)  # TUN203: SMOTE is fitted on all rows before the cross-validation\n"
    + ALL,
    "features selected": XY
    + "X = SelectKBest(k=3).fit_transform(X, y)  # TUN203: SelectKBest is fitted on all rows before the cross-validation\n"
    + ALL,
    "columns chosen by a selector": XY
    + "selector = SelectKBest(k=3)\n"
    + "selector.fit(X, y)  # TUN203: SelectKBest is fitted on all rows before the cross-validation\n"
    + "X = X[X.columns[selector.get_support()]]\n"
    + ALL,
    "texts": "X = TfidfVectorizer().fit_transform(df['text'])  # TUN203: TfidfVectorizer is fitted on all rows before the split\n"
    + "y = df['price']\n"
    + SPLIT
    + TRAIN,
    "words chosen by their counts": "X = CountVectorizer(max_features=500).fit_transform(df['text'])  # TUN203: CountVectorizer is fitted on all rows before the split\n"
    + "y = df['price']\n"
    + SPLIT
    + TRAIN,
    "a function": XY
    + "X = preprocessing.scale(X)  # TUN203: scale is fitted on all rows before the cross-validation\n"
    + ALL,
    "a column transformer outside of the search": XY
    + "pre = ColumnTransformer([('n', StandardScaler(), ['a']), ('c', OneHotEncoder(), ['b'])])\n"
    + "X = pre.fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + SPLIT
    + TRAIN,
    "a pipeline outside of the search": XY
    + "pre = Pipeline([('i', SimpleImputer()), ('p', PolynomialFeatures())])\n"
    + "X = pre.fit_transform(X)  # TUN203: SimpleImputer is fitted on all rows before the cross-validation\n"
    + ALL,
    "the target by group": "df['te'] = df.groupby('city')['price'].transform('mean')  # TUN203: the mean of 'price' by 'city' is computed on all rows\n"
    + XY
    + SPLIT
    + TRAIN,
    "the target by group, mapped": "means = df.groupby('city')['price'].mean()  # TUN203: the mean of 'price' by 'city' is computed on all rows\n"
    + "df['te'] = df['city'].map(means)\n"
    + XY
    + ALL,
    "in a function": "def prepare(frame):\n    X, y = frame.drop('y', axis=1), frame['y']\n"
    + "    return StandardScaler().fit_transform(X), y  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + "X, y = prepare(df)\n"
    + SPLIT
    + TRAIN,
    "in a class": "class Data:\n    def __init__(self, frame):\n"
    + "        self.X = frame.drop('y', axis=1)\n        self.y = frame['y']\n"
    + "        self.scaler = StandardScaler()\n"
    + "    def split(self):\n"
    + "        X = self.scaler.fit_transform(self.X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + "        return train_test_split(X, self.y)\n"
    + "data = Data(df)\nX_train, X_test, y_train, y_test = data.split()\n"
    + TRAIN,
    "an objective cross-validated on it": XY
    + "X = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
    + "def objective(c):\n    return -cross_val_score(SVC(C=c), X, y).mean()\n"
    + FMIN,
    "an objective that splits": XY
    + "def objective(c):\n"
    + "    Z = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + "    a, b, c, d = train_test_split(Z, y)\n    return -SVC(C=c).fit(a, c).score(b, d)\n"
    + FMIN,
    "split by a slice": KT
    + XY
    + "X = MinMaxScaler().fit_transform(X)  # TUN203: MinMaxScaler is fitted on all rows before the split\n"
    + "tuner.search(X[:800], y[:800], validation_data=(X[800:], y[800:]))\n",
    "held out by validation_split": KT
    + XY
    + "X = MinMaxScaler().fit_transform(X)  # TUN203: MinMaxScaler is fitted on all rows before validation_split\n"
    + "tuner.search(X, y, validation_split=0.2)\n",
    "a layer that adapts": "import keras\nimport keras_tuner as kt\n"
    + XY
    + SPLIT
    + "norm = keras.layers.Normalization()\n"
    + "norm.adapt(X)  # TUN203: Normalization is fitted on all rows before the split\n"
    + "def build(hp):\n    return keras.Sequential([norm, keras.layers.Dense(1)])\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
    + "tuner.search(X_train, y_train, validation_split=0.2)\n",
    "a loop": XY
    + "X = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + SPLIT
    + "best = 0\nfor c in [1, 2]:\n    model = SVC(C=c).fit(X_train, y_train)\n"
    + "    score = model.score(X_test, y_test)\n"
    + "    if score > best:\n        best, best_c = score, c\n",
    "a resampled training part, cross-validated": XY
    + SPLIT
    + "X_train, y_train = SMOTE().fit_resample(X_train, y_train)  # TUN203: SMOTE is fitted on the training part before the cross-validation: it has seen the rows that the grid scores on\n"
    + TRAIN,
    "features selected on the training part": XY
    + SPLIT
    + "best = SelectKBest(k=3)\n"
    + "best.fit(X_train, y_train)  # TUN203: SelectKBest is fitted on the training part before the cross-validation\n"
    + "def objective(c):\n"
    + "    return -cross_val_score(SVC(C=c), best.transform(X_train), y_train).mean()\n"
    + FMIN,
    "features selected on the training part, folds by hand": XY
    + SPLIT
    + "X_train = RFE(SVC(kernel='linear')).fit_transform(X_train, y_train)  # TUN203: RFE is fitted on the training part before\n"
    + "def objective(c):\n    scores = []\n"
    + "    for rows, held in KFold(3).split(X_train):\n"
    + "        model = SVC(C=c).fit(X_train[rows], y_train.iloc[rows])\n"
    + "        scores.append(model.score(X_train[held], y_train.iloc[held]))\n"
    + "    return -np.mean(scores)\n"
    + FMIN,
    "training rows by name, resampled": "X_train, y_train = RandomUnderSampler().fit_resample(X_train, y_train)  # TUN203: RandomUnderSampler is fitted on the training part\n"
    + TRAIN,
    "in a function, an encoder of the target": "def encoded(rows, labels):\n"
    + "    return TargetEncoder().fit_transform(rows, labels)  # TUN203: TargetEncoder is fitted on the training part\n"
    + XY
    + SPLIT
    + GRID
    + "(encoded(X_train, y_train), y_train)\n",
    "the target by group of the training rows": "df_train, df_test = train_test_split(df)\n"
    + "means = df_train.groupby('city')['price'].mean()  # TUN203: the mean of 'price' by 'city' is computed on the training part\n"
    + "df_train['te'] = df_train['city'].map(means)\n"
    + "X, y = df_train.drop('price', axis=1), df_train['price']\n"
    + ALL,
    "two in a row": XY
    + "X = SimpleImputer().fit_transform(X)  # TUN203: SimpleImputer is fitted on all rows before the split\n"
    + "X = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
    + SPLIT
    + TRAIN,
}

SILENT = {
    "importances that are plotted, or of the training part": """
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
forest = RandomForestClassifier(random_state=1).fit(X, y)
pd.Series(forest.feature_importances_, X.columns).sort_values().plot()
X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=1)
other = RandomForestClassifier(random_state=1).fit(X_train, y_train)
names = X.columns[other.feature_importances_.argsort()][-9:]
best = None
for C in [1, 2, 3]:
    score = SVC(C=C).fit(X_train[names], y_train).score(X_valid[names], y_valid)
    if best is None or score > best[0]:
        best = score, C
""",
    "a class drawn without replacement": """
import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
major, minor = df[df["y"] == 0], df[df["y"] == 1]
down = resample(major, replace=False, n_samples=len(minor), random_state=1)
df = pd.concat([down, minor])
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
GridSearchCV(SVC(), {"C": [1, 2]}).fit(X_train, y_train)
""",
    "the training part drawn anew, and scored on other rows": """
import optuna
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=1)
X_up, y_up = resample(X_train, y_train, n_samples=9000, random_state=1)
def objective(trial):
    return SVC(C=trial.suggest_float("C", 1, 9)).fit(X_up, y_up).score(X_val, y_val)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
scores = [study.best_value for _ in range(3)]
for i in range(100):
    Xb, yb = resample(X_val, y_val, random_state=i)
""",
    "drawn anew after the search, or perhaps without replacement": """
from sklearn.utils import resample
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
search = GridSearchCV(SVC(), {"C": [1, 2]}).fit(X_train, y_train)
for i in range(100):
    Xb, yb = resample(X_test, y_test, random_state=i)
    search.score(Xb, yb)
small = resample(X_train, replace=flag)
GridSearchCV(SVC(), {"C": [1, 2]}).fit(small, z)
""",
    "called the training part, in either branch": (
        "def parts(df):\n    if 'id' in df:\n        return df.drop(columns=['price', 'id'])\n"
        "    return df.drop(columns='price')\n"
        "X_train = parts(df)\n"
        "columns = X_train.select_dtypes('number').columns\n"
        "X_train[columns] = StandardScaler().fit_transform(X_train[columns])\n"
        + GRID
        + "(X_train, df['price'])\n"
    ),
    "inside a pipeline": XY
    + "GridSearchCV(make_pipeline(StandardScaler(), SVC()), {'svc__C': [1, 2]}).fit(X, y)\n",
    "on the training part": XY
    + SPLIT
    + "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n"
    + "X_test = scaler.transform(X_test)\n"
    + TRAIN,
    "on columns of the training part": XY
    + SPLIT
    + "X_train[['a']] = StandardScaler().fit_transform(X_train[['a']])\n"
    + TRAIN,
    "resampled training part, not cross-validated": XY
    + SPLIT
    + "X_train, y_train = SMOTE().fit_resample(X_train, y_train)\n"
    + "def objective(c):\n    return -SVC(C=c).fit(X_train, y_train).score(X_test, y_test)\n"
    + FMIN,
    "selected on the training part, split again": XY
    + SPLIT
    + "X_train = SelectKBest(k=3).fit_transform(X_train, y_train)\n"
    + "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=1)\n"
    + "def objective(c):\n    return -SVC(C=c).fit(X_fit, y_fit).score(X_val, y_val)\n"
    + FMIN,
    "a selector of columns by their variance, on the training part": XY
    + SPLIT
    + "X_train = VarianceThreshold(0.1).fit_transform(X_train)\n"
    + TRAIN,
    "the target by group in each fold": "df_train, df_test = train_test_split(df)\n"
    + "df_train['te'] = 0.0\n"
    + "for rows, held in KFold(3).split(df_train):\n"
    + "    means = df_train.iloc[rows].groupby('city')['price'].mean()\n"
    + "    df_train.iloc[held, -1] = df_train.iloc[held]['city'].map(means)\n"
    + "X, y = df_train.drop('price', axis=1), df_train['price']\n"
    + ALL,
    "resampled in a pipeline": XY
    + SPLIT
    + "from imblearn.pipeline import make_pipeline as resampling\n"
    + "model = resampling(SMOTE(), SVC())\n"
    + "GridSearchCV(model, {'svc__C': [1, 2]}).fit(X_train, y_train)\n",
    "selected in each fold": XY
    + SPLIT
    + "def objective(c):\n    scores = []\n"
    + "    for rows, held in KFold(3).split(X_train):\n"
    + "        best = SelectKBest(k=3).fit(X_train.iloc[rows], y_train.iloc[rows])\n"
    + "        model = SVC(C=c).fit(best.transform(X_train.iloc[rows]), y_train.iloc[rows])\n"
    + "        valid = best.transform(X_train.iloc[held])\n"
    + "        scores.append(model.score(valid, y_train.iloc[held]))\n"
    + "    return -np.mean(scores)\n"
    + FMIN,
    "resampled in each fold": XY
    + SPLIT
    + "def objective(c):\n    scores = []\n"
    + "    for rows, held in KFold(3).split(X_train):\n"
    + "        a, b = SMOTE().fit_resample(X_train.iloc[rows], y_train.iloc[rows])\n"
    + "        scores.append(SVC(C=c).fit(a, b).score(X_train.iloc[held], y_train.iloc[held]))\n"
    + "    return -np.mean(scores)\n"
    + FMIN,
    "selected on the training part, cross-validated on the rest": XY
    + SPLIT
    + "best = SelectKBest(k=3).fit(X_train, y_train)\n"
    + "def objective(c):\n"
    + "    return -cross_val_score(SVC(C=c), best.transform(X_test), y_test).mean()\n"
    + FMIN,
    "training rows by name": "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n"
    + TRAIN,
    "a copy of training rows": "class Scaled:\n    def __init__(self, rows):\n"
    + "        self.rows = rows.copy()\n"
    + "    def normal(self):\n        return StandardScaler().fit_transform(self.rows.values)\n"
    + "X = Scaled(clean_train).normal()\n"
    + "X_train, X_val = train_test_split(X)\n"
    + GRID
    + "(X_train, y)\n",
    "training rows of a loader": KT
    + "(x, y), (x_rest, y_rest) = keras.datasets.mnist.load_data()\n"
    + "x = StandardScaler().fit_transform(x)\ntuner.search(x, y, validation_split=0.2)\n",
    "nothing to learn": XY
    + "X = PolynomialFeatures().fit_transform(X)\n"
    + "X = preprocessing.Normalizer().fit_transform(X)\n"
    + "X = SimpleImputer(strategy='constant', fill_value=0).fit_transform(X)\n"
    + ALL,
    "a list of categories": "df['city'] = LabelEncoder().fit_transform(df['city'])\n"
    + XY
    + "X = OneHotEncoder().fit_transform(X)\ny = LabelEncoder().fit_transform(y)\n"
    + ALL,
    "a list of words": "X = CountVectorizer().fit_transform(df['text'])\ny = df['price']\n" + ALL,
    "divided by a constant": XY + "X = pd.get_dummies(X) / 255.0\n" + ALL,
    "by hand": XY + "X = (X - X.mean()) / X.std()\n" + ALL,
    "through code that cannot be read": "from project_tools import clean\n"
    + XY
    + "X = clean(StandardScaler().fit_transform(X))\n"
    + ALL,
    "not what the search is fitted on": XY
    + "Z = StandardScaler().fit_transform(X)\nprint(Z.mean())\n"
    + ALL,
    "after the search": XY + ALL + "X = StandardScaler().fit_transform(X)\n",
    "columns scaled after the split": XY
    + SPLIT
    + TRAIN
    + "df['a'] = StandardScaler().fit_transform(df[['a']])\n",
    "a feature by group": "df['g'] = df.groupby('city')['rooms'].transform('mean')\n" + XY + ALL,
    "inside the objective, on its training rows": XY
    + "def objective(c):\n    a, b, c, d = train_test_split(X, y)\n"
    + "    scaler = StandardScaler().fit(a)\n"
    + "    return -SVC(C=c).fit(scaler.transform(a), c).score(scaler.transform(b), d)\n"
    + FMIN,
    "a layer that adapts to the training rows": "import keras\nimport keras_tuner as kt\n"
    + XY
    + SPLIT
    + "norm = keras.layers.Normalization()\nnorm.adapt(X_train)\n"
    + "def build(hp):\n    return keras.Sequential([norm, keras.layers.Dense(1)])\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
    + "tuner.search(X_train, y_train, validation_split=0.2)\n",
    "no search": XY + "X = StandardScaler().fit_transform(X)\nSVC().fit(X, y)\n",
}

FLAGGED |= {
    "over modules": {
        "data.py": "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n"
        "def load():\n    df = pd.read_csv('rows.csv')\n"
        "    X = StandardScaler().fit_transform(df.drop(columns='y'))  # TUN203: StandardScaler is fitted on all rows before\n    return X, df['y']\n",
        "train.py": "from data import load\nfrom sklearn.model_selection import GridSearchCV\n"
        "from sklearn.svm import SVC\nX, y = load()\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n",
    },
}

test_programs = check_programs("TUN203", FLAGGED, SILENT, head=HEAD)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "before the split": """\
from sklearn.preprocessing import StandardScaler

scaled = StandardScaler().fit_transform(x)  # TUN203: StandardScaler is fitted on all rows before the split
a, b, c, d = train_test_split(scaled, y, random_state=1)

def fit(config):
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "in the trial": """\
from sklearn.feature_selection import SelectKBest

def fit(config):
    best = SelectKBest(k=3).fit_transform(x, y)  # TUN203: SelectKBest is fitted on all rows before the split
    a, b, c, d = train_test_split(best, y, random_state=1)
    tune.report({"acc": SVC(C=config["C"]).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: on the training part": """\
from sklearn.preprocessing import StandardScaler

a, b, c, d = train_test_split(x, y, random_state=1)
scaler = StandardScaler().fit(a)
a, b = scaler.transform(a), scaler.transform(b)

def fit(config):
    tune.report({"acc": SVC(**config).fit(a, c).score(b, d)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
}


test_ray_tune = check_programs("TUN203", RAY_PROGRAMS, head=ray_programs.HEAD)
