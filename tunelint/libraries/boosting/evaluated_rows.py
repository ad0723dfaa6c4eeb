"""The rows that a boosting training measures on after each round: what its sets are called.

Observed with XGBoost 3.2.0, LightGBM 4.7.0 and CatBoost 1.2.10.
"""

from __future__ import annotations

from tunelint.interpreter.objects import Arguments
from tunelint.interpreter.values import Argument, Const, Sequence, Term
from tunelint.libraries.boosting.fits import SIGNATURES

Names = tuple[str, ...] | None


def of_function(arguments: Arguments, function: str) -> Names:
    """The names of the sets that ``train`` or ``cv`` evaluates; None where they are not known."""
    match function:
        case "xgboost.train":
            return _of_pairs(arguments)
        case "xgboost.cv":
            return ("train", "test")
        case "lightgbm.train":
            order = SIGNATURES["lightgbm"]["train"].order
            if arguments.may_have("valid_names", order):
                named = arguments.get("valid_names", order)
                return _written(named.value) if named is not None else None
            return _numbered(arguments, "valid_sets", order, "valid")
    return None


def of_fit(built: Arguments, arguments: Arguments, library: str) -> Names:
    """The names of the sets that an estimator's ``fit`` evaluates; None where not known."""
    if len(arguments.positional) > 2 or arguments.open_positional:
        return None
    if library == "catboost" and built.may_have("eval_fraction"):
        return None
    if library == "lightgbm" and any(map(arguments.may_have, ("eval_names", "eval_X"))):
        named = arguments.get("eval_names")
        return _written(named.value) if named is not None else None
    found = _numbered(arguments, "eval_set", (), "valid" if library == "lightgbm" else "validation")
    if library == "catboost" and found is not None and len(found) == 1:
        return ("validation",)
    return found


def _of_pairs(arguments: Arguments) -> Names:
    """The names in ``evals=[(rows, name)]``."""
    given = arguments.get("evals")
    if len(arguments.positional) > 3 or arguments.open_positional:
        return None
    if _is_none(given):
        return None if arguments.open_keywords else ()
    if given is None or not isinstance(given.value, Sequence) or given.value.open:
        return None
    pairs = [_items(one) for one in given.value.items]
    names = [_text(pair[1]) if len(pair) == 2 else None for pair in pairs]
    return tuple(name for name in names if name) if all(names) else None


def _numbered(arguments: Arguments, name: str, order: tuple[str, ...], prefix: str) -> Names:
    """The names that a library gives the sets of a list: ``valid_0``, ``valid_1``."""
    given = arguments.get(name, order)
    if _is_none(given):
        return None if arguments.may_have(name, order) and given is None else ()
    if given is None or not isinstance(given.value, Sequence) or given.value.open:
        return None
    count = len(given.value.items) if given.value.kind == "list" else 1
    return tuple(f"{prefix}_{number}" for number in range(count))


def _is_none(given: Argument | None) -> bool:
    return given is None or given.is_none


def _items(term: Term) -> list[Term]:
    return term.items if isinstance(term, Sequence) and not term.open else []


def _text(term: Term) -> str | None:
    return term.value if isinstance(term, Const) and isinstance(term.value, str) else None


def _written(term: Term) -> Names:
    """The names in a list that is written out."""
    names = [_text(one) for one in (_items(term) or [term])]
    return tuple(name for name in names if name) if all(names) else None
