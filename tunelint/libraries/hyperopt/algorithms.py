"""Hyperopt's algorithms: which one proposes, after how many random trials, seeded by what."""

from __future__ import annotations

from tunelint.interpreter.library_names import is_function, named
from tunelint.interpreter.objects import Result
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    External,
    Term,
    Unbound,
    options_of,
)
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.hyperopt import tables
from tunelint.libraries.hyperopt.fmin_call import PACKAGE, TRIALS, Fmin
from tunelint.model.fact_of import argument_worth, parameter_worth
from tunelint.model.facts import Default, Fact, Unknown
from tunelint.model.randomness import Randomness

NAMES = {"tpe": "tpe", "rand": "random", "anneal": "anneal", "atpe": "adaptive tpe", "mix": "mix"}
PARTIAL = "functools.partial"
GENERATORS = "numpy.random.default_rng"
LEGACY = ("numpy.random.RandomState", "numpy.random.mtrand.RandomState")
OTHER_GENERATORS = ("numpy.random.Generator",)


def algorithm(fmin: Fmin) -> str:
    """``tpe``, ``random``, ``anneal``, ``adaptive tpe``, ``mix`` or ``unknown``."""
    given = fmin.given("algo")
    if given is None:
        return "unknown" if fmin.may_have("algo") else NAMES[tables.DEFAULT_ALGORITHM]
    found = {_algorithm(option) for option in options_of(given.value)}
    return found.pop() if len(found) == 1 else "unknown"


def _algorithm(term: Term) -> str:
    if isinstance(term, Const) and term.value is None:
        return NAMES[tables.DEFAULT_ALGORITHM]
    term = _behind_partial(term)
    for module, name in NAMES.items():
        if _is_suggest(term, module):
            return name
    return "unknown"


def _behind_partial(term: Term) -> Term:
    """What ``partial(tpe.suggest, …)`` calls."""
    while isinstance(term, Result) and is_function(term.event.callee, PARTIAL):
        positional = term.event.arguments.positional
        if not positional:
            break
        term = positional[0].value
    return term


def _is_suggest(term: Term, module: str) -> bool:
    match term:
        case External(name=name):
            return name in (f"{PACKAGE}.{module}.suggest", f"{PACKAGE}.{module}")
        case Attribute(base=Unbound(name=name), name="suggest"):
            return name == module
        case Unbound(name=name, modules=modules):
            return bool(modules) and name == module
    return False


def startup(fmin: Fmin) -> Fact:
    """How many trials are random before TPE's model proposes."""
    given = fmin.given("algo")
    if given is None:
        return Default(None, (), tables.STARTUP_TRIALS)
    facts = [_startup(option) for option in options_of(given.value)]
    return facts[0] if len(facts) == 1 else Unknown(None, (), "one of several algorithms")


def _startup(term: Term) -> Fact:
    while isinstance(term, Result) and is_function(term.event.callee, PARTIAL):
        arguments = term.event.arguments
        if arguments.may_have(tables.STARTUP_PARAMETER):
            return parameter_worth(arguments, tables.STARTUP_PARAMETER)
        if not arguments.positional:
            break
        term = arguments.positional[0].value
    return Default(None, (), tables.STARTUP_TRIALS)


def randomness(fmin: Fmin, chosen: str) -> Randomness:
    """Where the proposals come from, and what seeds them."""
    given = fmin.given("rstate")
    follows = chosen in {NAMES[name] for name in tables.FOLLOWS_RSTATE}
    seed = _seed(fmin) if follows or chosen == "unknown" else Default(None, (), None)
    return Randomness(
        draws=None if chosen == "unknown" else True,
        seed=seed,
        argument="rstate",
        moment=fmin.event,
        generators=(frozenset({"hyperopt"} if follows else {"python", "numpy"}),),
        reads=(
            "a generator of its own" if follows else "Python's random and NumPy's global generator"
        ),
        given=given,
        form=_form(given.value) if given is not None else "",
        swept=given is not None and is_swept(given, fmin.event),
    )


def _seed(fmin: Fmin) -> Fact:
    """What seeds the generator that is handed over."""
    argument = fmin.given("rstate")
    if argument is None:
        return fmin.fact("rstate")
    facts = [_seed_of(option, argument) for option in options_of(argument.value)]
    return facts[0] if len(facts) == 1 else Unknown(argument.anchor, (), "one of several")


def _seed_of(term: Term, argument: Argument) -> Fact:
    if isinstance(term, Result) and is_function(term.event.callee, GENERATORS, *LEGACY):
        given = term.event.arguments.get("seed", ("seed",))
        if given is None and not term.event.arguments.may_have("seed", ("seed",)):
            return Default(argument.anchor, (), None)
        if given is not None:
            return argument_worth(given)
    return argument_worth(Argument(term, argument.place, argument.keyword, argument.caller))


def _form(term: Term) -> str:
    """What is handed over as the generator, where all alternatives are of one kind."""
    forms = {_form_of(option) for option in options_of(term)}
    return forms.pop() if len(forms) == 1 else ""


def _form_of(term: Term) -> str:
    match term:
        case Const(value=bool()):
            return ""
        case Const(value=int()):
            return "int"
        case Result(event=event) if is_function(event.callee, *LEGACY):
            return "RandomState"
        case Result(event=event) if is_function(event.callee, GENERATORS, *OTHER_GENERATORS):
            return "Generator"
        case Result(event=event) if is_function(event.callee, "builtins.int"):
            return "int"
    return ""


def is_fresh(term: Term) -> bool:
    """Whether the value is surely a ``Trials`` object that holds no trials when it is made."""
    fresh = TRIALS - {"MongoTrials"}
    return isinstance(term, Result) and named(term.event.callee, PACKAGE, fresh) is not None
