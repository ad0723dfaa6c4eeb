"""Estimators: every one that a program builds, how it is seeded and whether it needs a seed."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Argument, Attribute, Const, Term
from tunelint.libraries.scikit_learn.composites import SEEDS_ITS_MEMBERS, inside
from tunelint.libraries.scikit_learn.names import BOOSTERS, SEARCHES, estimator_class, same_object
from tunelint.libraries.scikit_learn.randomness import uses_randomness
from tunelint.libraries.scikit_learn.tables import IMBALANCED
from tunelint.model.fact_of import argument_worth, parameter_worth
from tunelint.model.facts import Default, Fact
from tunelint.model.program import Program
from tunelint.model.training import Estimator

# They hold estimators and draw nothing themselves.
CONTAINERS = frozenset({"Pipeline", "ColumnTransformer", "FeatureUnion"})
# The boosting libraries have fixed default seeds; on other devices sums come out differently.
ON_DEVICE = ("device", "device_type", "task_type", "tree_method")
SEEDS = {"catboost": ("random_seed", "random_state"), "lightgbm": ("random_state", "seed")}


def read_estimators(program: Program) -> Iterator[Estimator]:
    """Every estimator that the program builds, in order; pipelines and searches are none."""
    later = _set_later(program.trace)
    for event in program.trace.calls():
        found = estimator_class(event.callee)
        if found is None or found[1] in CONTAINERS or found[1] in SEARCHES:
            continue
        library, name = found
        yield Estimator(
            event=event,
            name=name,
            library=library,
            uses_randomness=_needs_seed(event, library, name),
            random_state=later.get(id(event)) or _seed(event, library),
            warm_start=parameter_worth(event.arguments, "warm_start", (), False),
        )


def _needs_seed(event: CallEvent, library: str, name: str) -> bool | None:
    if library in BOOSTERS:
        return None if any(event.arguments.may_have(name) for name in ON_DEVICE) else False
    if library == "imblearn":
        return True if name in IMBALANCED and "random_state" in IMBALANCED[name] else None
    if library != "sklearn":
        return None
    return uses_randomness(name, lambda parameter: parameter_fact(event, parameter))


def parameter_fact(event: CallEvent, parameter: str) -> Fact:
    """What is known of one parameter of an estimator, Default(None) where it is not given."""
    return parameter_worth(event.arguments, parameter)


def _seed(event: CallEvent, library: str) -> Fact:
    for name in SEEDS.get(library, ("random_state",)):
        if event.arguments.may_have(name):
            return parameter_worth(event.arguments, name)
    return Default(None, (), None)


def _set_later(trace: Trace) -> dict[int, Fact]:
    """The seeds that are set after the building: ``model.random_state = 1``, ``set_params``."""
    found: dict[int, Fact] = {}
    for event in trace.events:
        match event:
            case StoreEvent(base=base, key=Const(value="random_state"), value=value):
                _note(found, base, argument_worth(Argument(value, event.place)))
            case CallEvent(callee=Attribute(base=base, name="set_params")):
                argument = event.arguments.get("random_state")
                if argument is not None:
                    _note(found, base, argument_worth(argument))
    return found


def _note(found: dict[int, Fact], base: Term, seed: Fact) -> None:
    term = same_object(base)
    if isinstance(term, Result):
        found[id(term.event)] = seed


def estimators_in(term: Term, estimators: tuple[Estimator, ...]) -> tuple[Estimator, ...]:
    """The records of the estimators that a value is or holds, outermost first.

    Where a condition chooses one of several, nothing is said of them. Those that an ensemble
    seeds itself are left out where the ensemble has a seed.
    """
    records = {id(estimator.event): estimator for estimator in estimators}
    found: list[Estimator] = []
    seeded: set[int] = set()
    for member in inside(term, alternatives=False):
        if not isinstance(member, Result):
            continue
        record = records.get(id(member.event))
        if record is not None and id(member) not in seeded:
            found.append(record)
            if _seeds_members(record):
                seeded.update(id(inner) for inner in inside(member) if inner is not member)
    return tuple(found)


def _seeds_members(record: Estimator) -> bool:
    if record.name not in SEEDS_ITS_MEMBERS:
        return False
    return not record.random_state.always(lambda seed: seed is None)
