from scipy.stats import randint
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_digits(return_X_y=True)
x = StandardScaler().fit_transform(x)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2)

search = RandomizedSearchCV(
    RandomForestClassifier(),
    {"n_estimators": randint(50, 300), "max_depth": randint(2, 20)},
    n_iter=40,
    cv=5,
)
search.fit(x_train, y_train)
print(search.best_params_, search.score(x_test, y_test))
