"""TUN203 through the ways in which people hand rows around."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = (
    "import numpy as np\n"
    "import pandas as pd\n"
    "from dataclasses import dataclass\n"
    "from sklearn.model_selection import GridSearchCV, train_test_split, KFold\n"
    "from sklearn.preprocessing import OneHotEncoder, StandardScaler\n"
    "from sklearn.compose import ColumnTransformer\n"
    "from sklearn.svm import SVC\n"
    "from sklearn.metrics import accuracy_score\n"
    "df = pd.read_csv('rows.csv')\n"
)

FLAGGED = {
    "returned in a dictionary": (
        "def load():\n"
        "    X = StandardScaler().fit_transform(df.drop(columns='y'))  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "    a, b, c, d = train_test_split(X, df['y'])\n"
        "    return {'X_train': a, 'X_test': b, 'y_train': c, 'y_test': d}\n"
        "data = load()\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(data['X_train'], data['y_train'])\n"
    ),
    "fields of a dataclass": (
        "@dataclass\n"
        "class Data:\n"
        "    X: object\n"
        "    y: object\n"
        "def load():\n"
        "    X = StandardScaler().fit_transform(df.drop(columns='y'))  # TUN203: StandardScaler is fitted on all rows before\n"
        "    return Data(X, df['y'])\n"
        "data = load()\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(data.X, data.y)\n"
    ),
    "entries of a dictionary": (
        "data = {}\n"
        "data['X'] = StandardScaler().fit_transform(df[['a']])  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(data['X'], df['y'])\n"
    ),
    "attributes set in other methods": (
        "class T:\n"
        "    def __init__(self, path):\n"
        "        self.df = pd.read_csv(path)\n"
        "    def prepare(self):\n"
        "        self.X = self.df.drop('y', axis=1)\n"
        "        self.X = StandardScaler().fit_transform(self.X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "        self.y = self.df['y']\n"
        "    def split(self):\n"
        "        parts = train_test_split(self.X, self.y)\n"
        "        self.X_train, self.X_test, self.y_train, self.y_test = parts\n"
        "    def tune(self):\n"
        "        grid = GridSearchCV(SVC(), {'C': [1]})\n"
        "        grid.fit(self.X_train, self.y_train)\n"
        "        return grid\n"
        "t = T('x.csv')\n"
        "t.prepare()\n"
        "t.split()\n"
        "t.tune()\n"
    ),
    "labels popped": (
        "y = df.pop('y')\n"
        "df[df.columns] = StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "X_train, X_test, y_train, y_test = train_test_split(df, y)\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    ),
    "frames put side by side": (
        "num = pd.DataFrame(StandardScaler().fit_transform(df[['a']]), columns=['a'])  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "cat = pd.get_dummies(df[['b']])\n"
        "X = pd.concat([num, cat], axis=1)\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "frames joined": (
        "num = pd.DataFrame(StandardScaler().fit_transform(df[['a']]))  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "X = pd.get_dummies(df[['b']]).join(num)\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "converted and reshaped": (
        "X = StandardScaler().fit_transform(df.values).astype('float32').reshape(-1, 3)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "made an array": (
        "X = np.array(StandardScaler().fit_transform(df))  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "X = np.expand_dims(X, 1)\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "columns by position": (
        "data = pd.DataFrame(StandardScaler().fit_transform(df))  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "X, y = data.iloc[:, :-1], data.iloc[:, -1]\n"
        "X_train, X_test, y_train, y_test = train_test_split(X, y)\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    ),
    "rows by position": (
        "data = pd.DataFrame(StandardScaler().fit_transform(df))  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "n = int(len(data) * 0.8)\n"
        "train, test = data.iloc[:n], data.iloc[n:]\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(train.drop('y', axis=1), train['y'])\n"
    ),
    "in one branch": (
        "X = df.drop('y', axis=1)\n"
        "if SCALE:\n"
        "    X = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "in a loop around the search": (
        "for name in ['a.csv', 'b.csv']:\n"
        "    frame = pd.read_csv(name)\n"
        "    X = StandardScaler().fit_transform(frame.drop('y', axis=1))  # TUN203: StandardScaler is fitted on all rows before\n"
        "    GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, frame['y'])\n"
    ),
    "in a lambda": (
        "scale = lambda x: StandardScaler().fit_transform(x)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(scale(df), df['y'])\n"
    ),
    "before outer folds": (
        "X = StandardScaler().fit_transform(df.drop('y', axis=1))  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "for a, b in KFold(3).split(X):\n"
        "    GridSearchCV(SVC(), {'C': [1, 2]}).fit(X[a], df['y'][a])\n"
    ),
    "assigned": (
        "df = df.assign(a=StandardScaler().fit_transform(df[['a']]))  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop('y', axis=1), df['y'])\n"
    ),
    "inserted": (
        "df.insert(0, 'z', StandardScaler().fit_transform(df[['a']]))  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop('y', axis=1), df['y'])\n"
    ),
    "a column as an attribute": (
        "df.a = StandardScaler().fit_transform(df[['a']])  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop('y', axis=1), df['y'])\n"
    ),
    "a statistic merged": (
        "m = df.groupby('g')['y'].mean().reset_index()  # TUN203: the mean of 'y' by 'g' is computed on all rows before\n"
        "df = df.merge(m, on='g')\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop('y', axis=1), df['y'])\n"
    ),
    "a statistic by agg": (
        "m = df.groupby('g').agg({'y': 'mean'})  # TUN203: the agg of 'y' by 'g' is computed on all rows before\n"
        "df['e'] = df['g'].map(m['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop('y', axis=1), df['y'])\n"
    ),
    "a dictionary of scalers": (
        "scalers = {}\n"
        "for c in ['a', 'b']:\n"
        "    scalers[c] = StandardScaler()\n"
        "    df[c] = scalers[c].fit_transform(df[[c]])  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(df.drop('y', axis=1), df['y'])\n"
    ),
    "a column transformer by keyword": (
        "ct = ColumnTransformer(transformers=[('n', StandardScaler(), ['a'])])\n"
        "X = ct.fit_transform(X=df)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "all columns of a copy": (
        "X = df.copy()\n"
        "X[X.columns] = StandardScaler().fit_transform(X)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "X_train, X_test, y_train, y_test = train_test_split(X.to_numpy(), df.y.to_numpy())\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    ),
    "a global": (
        "scaler = StandardScaler()\n"
        "def prep():\n"
        "    global X\n"
        "    X = scaler.fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "prep()\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, df['y'])\n"
    ),
    "in a static method": (
        "class P:\n"
        "    @staticmethod\n"
        "    def run(frame):\n"
        "        return StandardScaler().fit_transform(frame)  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(P.run(df), df['y'])\n"
    ),
    "a scaler of its own class": (
        "class S(StandardScaler):\n"
        "    pass\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(S().fit_transform(df), df['y'])  # TUN203: StandardScaler is fitted on all rows before the cross-validation\n"
    ),
    "parts by number": (
        "X = StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "parts = train_test_split(X, df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(parts[0], parts[2])\n"
    ),
    "parts handed over with a star": (
        "X = StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "split = train_test_split(X, df['y'])\n"
        "def tune(a, b, c, d):\n"
        "    GridSearchCV(SVC(), {'C': [1, 2]}).fit(a, c)\n"
        "tune(*split)\n"
    ),
    "parts by a mask": (
        "df[['a']] = StandardScaler().fit_transform(df[['a']])  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "train = df[df['year'] < 2020]\n"
        "test = df[df['year'] >= 2020]\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(train[['a']], train['y'])\n"
    ),
    "the scaler that is handed over by its class": (
        "def prep(df, kind):\n"
        "    if kind.__name__ == 'StandardScaler':\n"
        "        return StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "    return OneHotEncoder().fit_transform(df)\n"
        "X, _, y, _ = train_test_split(prep(df, StandardScaler), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "one of the classes that are scaled": (
        "def prep(df, scaler):\n"
        "    if type(scaler).__name__ in ['StandardScaler', 'RobustScaler']:\n"
        "        df = scaler.fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "    return df\n"
        "X, _, y, _ = train_test_split(prep(df, StandardScaler()), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "a class that is not known": (
        "from mine import CHOSEN\n"
        "def prep(df, kind):\n"
        "    if kind.__name__ == 'StandardScaler':\n"
        "        df = StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "    return df\n"
        "X, _, y, _ = train_test_split(prep(df, CHOSEN), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "a class that a constant of the module names": (
        "KIND = OneHotEncoder\n"
        "X = df\n"
        "if KIND.__name__ == 'StandardScaler':\n"
        "    X = StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "X, _, y, _ = train_test_split(X, df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "a decorated function": (
        "from mine import named\n"
        "@named('standard')\n"
        "def log(df):\n"
        "    return df\n"
        "def prep(df, step):\n"
        "    if step.__name__ == 'standard':\n"
        "        return StandardScaler().fit_transform(df)  # TUN203: StandardScaler is fitted on all rows before the split\n"
        "    return step(df)\n"
        "X, _, y, _ = train_test_split(prep(df, log), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
}

SILENT = {
    "an encoder that is handed over by its class": (
        "def prep(df, kind):\n"
        "    if kind.__name__ == 'StandardScaler':\n"
        "        return StandardScaler().fit_transform(df)\n"
        "    return kind().fit_transform(df)\n"
        "X, _, y, _ = train_test_split(prep(df, OneHotEncoder), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "the name of the class kept first": (
        "def prep(df, kind):\n"
        "    name = kind.__name__\n"
        "    if name == 'StandardScaler':\n"
        "        df[['a']] = StandardScaler().fit_transform(df[['a']])\n"
        "    return df\n"
        "X, _, y, _ = train_test_split(prep(df, OneHotEncoder), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "an object's class": (
        "def prep(df, step):\n"
        "    if step.__class__.__name__ != 'OneHotEncoder':\n"
        "        return StandardScaler().fit_transform(df)\n"
        "    return step.fit_transform(df)\n"
        "X, _, y, _ = train_test_split(prep(df, OneHotEncoder()), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "an object's class among others": (
        "def prep(df, step):\n"
        "    if type(step).__name__ in ('StandardScaler', 'RobustScaler'):\n"
        "        return StandardScaler().fit_transform(df)\n"
        "    return step.fit_transform(df)\n"
        "X, _, y, _ = train_test_split(prep(df, OneHotEncoder()), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "a function by its name": (
        "def logged(df):\n"
        "    return np.log1p(df)\n"
        "def scaled(df):\n"
        "    return df\n"
        "def prep(df, step):\n"
        "    if step.__name__ == 'scaled':\n"
        "        return StandardScaler().fit_transform(df)\n"
        "    return step(df)\n"
        "X, _, y, _ = train_test_split(prep(df, logged), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "a name among others": (
        "def prep(df, kind):\n"
        "    if kind in ('standard', 'z'):\n"
        "        df = StandardScaler().fit_transform(df)\n"
        "    return df\n"
        "X, _, y, _ = train_test_split(prep(df, 'none'), df['y'])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n"
    ),
    "a part in a dictionary": (
        "a, b = train_test_split(df)\n"
        "d = {'train': a, 'test': b}\n"
        "d['train'][['a']] = StandardScaler().fit_transform(d['train'][['a']])\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(d['train'][['a']], d['train']['y'])\n"
    ),
    "a loop over the parts": (
        "X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'])\n"
        "scaler = StandardScaler().fit(X_train)\n"
        "parts = []\n"
        "for part in (X_train, X_test):\n"
        "    parts.append(scaler.transform(part))\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(parts[0], y_train)\n"
    ),
    "the training rows of each fold": (
        "X, y = df.drop('y', axis=1), df['y']\n"
        "for a, b in KFold(3).split(X):\n"
        "    Z = StandardScaler().fit_transform(X.iloc[a])\n"
        "    GridSearchCV(SVC(), {'C': [1, 2]}).fit(Z, y.iloc[a])\n"
    ),
    "a sample of the rows": (
        "train = df.sample(frac=0.8, random_state=0)\n"
        "test = df.drop(train.index)\n"
        "X = StandardScaler().fit_transform(train.drop('y', axis=1))\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, train['y'])\n"
    ),
    "a function for both parts": (
        "def prep(X, scaler=None):\n"
        "    if scaler is None:\n"
        "        scaler = StandardScaler()\n"
        "        X = scaler.fit_transform(X)\n"
        "    else:\n"
        "        X = scaler.transform(X)\n"
        "    return X, scaler\n"
        "X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'])\n"
        "X_train, s = prep(X_train)\n"
        "X_test, s = prep(X_test, s)\n"
        "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    ),
}


test_programs = check_programs("TUN203", FLAGGED, SILENT, head=HEAD)
