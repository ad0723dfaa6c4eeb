"""Which calls build a scikit-learn estimator, or one that follows its conventions."""

from __future__ import annotations

from tunelint.interpreter.library_names import dotted, is_function, named
from tunelint.interpreter.objects import CallEvent, Class, Instance, Result
from tunelint.interpreter.values import Attribute, Term, options_of

SEARCHES = frozenset(
    {"GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV"}
)

# Packages whose classes follow scikit-learn's conventions.
BOOSTERS = {
    "xgboost": frozenset(
        {"XGBClassifier", "XGBRegressor", "XGBRanker", "XGBRFClassifier", "XGBRFRegressor"}
    ),
    "lightgbm": frozenset({"LGBMClassifier", "LGBMRegressor", "LGBMRanker"}),
    "catboost": frozenset({"CatBoost", "CatBoostClassifier", "CatBoostRegressor"}),
}

# Wrappers that make an estimator of a Keras model; the function that builds it comes first.
KERAS_WRAPPERS = frozenset({"KerasClassifier", "KerasRegressor"})

_NOT_ESTIMATORS = ("model_selection", "metrics", "utils", "exceptions", "inspection", "datasets")
_NOT_ESTIMATOR_MODULES = frozenset({"kernels"})

# Endings by which a class is told that nothing imports, as in an exported fragment.
_TELLING = ("Classifier", "Regressor", "Regression", "SVC", "SVR", "Scaler", "Vectorizer")


def estimator_class(term: Term) -> tuple[str, str] | None:
    """The library and the class that a callee is, where calling it builds an estimator."""
    for full in dotted(term):
        root, _, rest = full.partition(".")
        name = rest.rpartition(".")[2]
        if not name[:1].isupper():
            continue
        if name in SEARCHES and root in ("sklearn", ""):
            return "sklearn", name
        if root == "sklearn" and _estimator_module(rest.split(".")[:-1]):
            return root, name
        if root in ("imblearn", "sklearn_genetic", "scikeras"):
            return root, name
        if root == "keras" and name in KERAS_WRAPPERS:
            return root, name
        for library, names in BOOSTERS.items():
            if name in names and root in (library, ""):
                return library, name
        if not root and name.endswith(_TELLING):
            return _library_of(name), name
    return None


def _library_of(name: str) -> str:
    return "scikeras" if name in KERAS_WRAPPERS else "sklearn"


def _estimator_module(modules: list[str]) -> bool:
    if modules and modules[0] in _NOT_ESTIMATORS:
        return False
    return not _NOT_ESTIMATOR_MODULES & set(modules)


def is_estimator(term: Term) -> bool:
    """Whether the value is surely an estimator: built from a library's class or a child of one."""
    match same_object(term):
        case Result(event=event):
            return estimator_class(event.callee) is not None or is_pipeline_maker(event.callee)
        case Instance(cls=cls):
            return is_estimator_subclass(cls)
        case Attribute(base=base, name="best_estimator_" | "estimator_"):
            return is_estimator(base)
    return False


def is_estimator_subclass(cls: Class) -> bool:
    """Whether a class of the project descends from a library's estimator."""
    return any(
        estimator_class(option) is not None
        or named(option, "sklearn", {"BaseEstimator", "ClassifierMixin", "RegressorMixin"})
        for base in cls.library_bases()
        for option in options_of(base)
    )


def is_pipeline_maker(term: Term) -> bool:
    """Whether the callee is one of the functions that build a pipeline."""
    makers = {"make_pipeline", "make_union", "make_column_transformer"}
    return any(named(term, package, makers) for package in ("sklearn", "imblearn"))


def called_method(event: CallEvent) -> tuple[Term, str] | None:
    """The object and the name of the method that is called."""
    callee = event.callee
    return (callee.base, callee.name) if isinstance(callee, Attribute) else None


# Methods that give the object itself back, and functions that copy it unfitted.
_RETURNS_ITSELF = frozenset({"fit", "set_params", "partial_fit", "set_output", "set_fit_request"})
_COPIES = ("sklearn.base.clone", "copy.copy", "copy.deepcopy")


def same_object(term: Term) -> Term:
    """The estimator behind ``clone(estimator)``, ``estimator.fit(x, y)`` and the like."""
    while isinstance(term, Result):
        event = term.event
        if is_function(event.callee, *_COPIES) and event.arguments.positional:
            term = event.arguments.positional[0].value
            continue
        method = called_method(event)
        if method is None or method[1] not in _RETURNS_ITSELF:
            break
        term = method[0]
    return term
