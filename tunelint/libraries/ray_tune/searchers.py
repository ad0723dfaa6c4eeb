"""Search algorithms: what proposes the configurations, after how many random ones, how seeded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, Const, Term, options_of
from tunelint.libraries.arrays.seeds import seed_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.runs import Tuned
from tunelint.libraries.ray_tune.spaces import draws
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Default, Fact, Unknown, largest, smallest
from tunelint.model.randomness import Randomness
from tunelint.model.space import InitialPoints

OPTUNA = "optuna"
OPTUNA_SEARCH = "OptunaSearch"
NUMPY = frozenset({"numpy"})
PYTHON = frozenset({"python"})


@dataclass(frozen=True, eq=False)
class Searcher:
    """What proposes a search's configurations.

    `name` is its class, empty where it cannot be read; `call` builds it, None where it is Ray's
    own default or given by its name. `limits` are the calls around it that limit how many trials
    run at once, and `sampler` what an ``OptunaSearch`` is handed, None where nothing.
    """

    name: str
    call: LibraryCall | None = None
    limits: tuple[CallEvent, ...] = ()
    sampler: Term | None = None

    def given(self, parameter: str) -> Argument | None:
        """The argument for one of its parameters."""
        return self.call.given(parameter) if self.call is not None else None

    def fact(self, parameter: str) -> Fact:
        """One of its parameters as a fact, with the library's default."""
        if not self.name:
            return Unknown(None, (), "the search algorithm cannot be read")
        if self.call is None:
            return Default(None, (), tables.SEARCHERS[self.name].defaults.get(parameter))
        return self.call.fact(parameter)

    @property
    def sampling(self) -> tuple[str, CallEvent | None]:
        """The class of the sampler that it is handed, and what builds it."""
        if isinstance(self.sampler, Result):
            event = self.sampler.event
            name = named(event.callee, OPTUNA, tables.SAMPLERS)
            if name is not None:
                return name, event
        return "", None


UNREAD = Searcher("")
BY_DEFAULT = Searcher(tables.DEFAULT_SEARCHER)


def searcher(run: Tuned) -> Searcher:
    """The search algorithm of a run."""
    argument = run.given("search_alg")
    if argument is None:
        return UNREAD if run.may_have("search_alg") else BY_DEFAULT
    return _read(argument.value, ())


def _read(term: Term, limits: tuple[CallEvent, ...]) -> Searcher:
    match term:
        case Const(value=None):
            return BY_DEFAULT
        case Const(value=str() as name):
            return Searcher(tables.SEARCHER_NAMES.get(name, ""), None, limits)
        case Result(event=event):
            wrapper = named(event.callee, tables.PACKAGE, tables.WRAPPERS)
            inner = event.arguments.get("searcher", ("searcher",))
            if wrapper is not None and inner is not None:
                return _read(inner.value, (*limits, event))
            if named(event.callee, tables.PACKAGE, {"create_searcher"}):
                return _created(event, limits)
            kind = named(event.callee, tables.PACKAGE, tables.ALGORITHMS)
            if kind is not None:
                return _built(kind, LibraryCall(event, tables.SEARCHERS[kind]), limits)
    return UNREAD


def _created(event: CallEvent, limits: tuple[CallEvent, ...]) -> Searcher:
    """``tune.create_searcher("optuna", seed=1)``."""
    given = event.arguments.get("search_alg", ("search_alg",))
    written = given.value if given is not None else None
    name = tables.SEARCHER_NAMES.get(str(written.value), "") if isinstance(written, Const) else ""
    if not name:
        return UNREAD
    own = tables.SEARCHERS[name]
    taken = replace(own, order=("search_alg",), keywords=(*own.order, *own.keywords))
    return _built(name, LibraryCall(event, taken), limits)


def _built(name: str, call: LibraryCall, limits: tuple[CallEvent, ...]) -> Searcher:
    handed = call.value("sampler") if "sampler" in call.signature else None
    if isinstance(handed, Const) and handed.value is None:
        handed = None
    return Searcher(name, call, limits, handed)


def algorithm(found: Searcher, space: Term | None) -> str:
    """``random``, ``grid``, ``tpe``, ``bayesian``, …, ``unknown``."""
    if found.sampler is not None:
        return tables.SAMPLERS.get(found.sampling[0], "unknown")
    if found.name == tables.DEFAULT_SEARCHER and draws(space) is False:
        return "grid"
    return tables.ALGORITHMS.get(found.name, "unknown")


def initial_points(found: Searcher) -> InitialPoints | None:
    """The points that the search algorithm is given to try first."""
    points = found.given("points_to_evaluate")
    if points is None or points.is_none:
        return None
    return InitialPoints(argument=points, ignored_for=None)


def startup(found: Searcher) -> Fact:
    """How many trials are random before a model proposes."""
    if found.name not in (*tables.STARTUP, OPTUNA_SEARCH):
        return Unknown(None, (), "no start-up is known")
    if found.given("evaluated_rewards") is not None or found.given("storage") is not None:
        return Unknown(None, (), "earlier results are handed over")
    if found.name in tables.STARTUP:
        return found.fact(tables.STARTUP[found.name])
    name, event = found.sampling
    if found.fact("sampler").always(lambda sampler: sampler is None):
        name = tables.DEFAULT_SAMPLER
    if name not in tables.SAMPLER_STARTUP:
        return Unknown(None, (), "the sampler cannot be read")
    parameter, signature = tables.SAMPLER_STARTUP[name], tables.SAMPLER_SIGNATURES[name]
    if event is None:
        return Default(None, (), signature.defaults[parameter])
    return LibraryCall(event, signature).fact(parameter)


def is_told(trace: Trace, built: CallEvent) -> bool:
    """Whether a searcher is given what an earlier run found, by one of its methods."""
    return any(
        isinstance(event.callee, Attribute)
        and event.callee.name in tables.TELLING
        and any(option is built.result for option in options_of(event.callee.base))
        for event in trace.calls()
    )


def randomness(run: Tuned, found: Searcher, space: Term | None, trials: Fact) -> Randomness:
    """Where the proposals of so many `trials` come from, and what seeds them."""
    moment = run.started[0] if run.started else run.event
    drifts = _asks_a_model(found, trials)
    if found.sampler is not None:
        return _of_sampler(found, moment, drifts)
    own, mutated = found.name == tables.DEFAULT_SEARCHER, mutates(run)
    argument = tables.SEEDED_BY.get(found.name, "")
    given = found.given(argument)
    return Randomness(
        draws=_draws(found, space, mutated),
        seed=_seed(found, argument, given),
        argument=argument if found.call is not None else "",
        moment=moment,
        generators=(NUMPY | PYTHON if mutated else NUMPY,) if own else (),
        reads=_reads(found, mutated),
        given=given,
        swept=given is not None and is_swept(given, moment),
        holder=found.call.event if found.call is not None else None,
        drifts=drifts,
    )


def mutates(run: Tuned) -> bool:
    """Whether the scheduler changes configurations at random while the trials run."""
    given = run.given("scheduler")
    match given.value if given is not None else None:
        case Const(value=str() as name):
            return name in tables.MUTATING_NAMES
        case Result(event=event):
            return named(event.callee, tables.PACKAGE, tables.MUTATING) is not None
    return False


def _draws(found: Searcher, space: Term | None, mutated: bool) -> bool | None:
    if not found.name:
        return None
    drawn = draws(space) if found.name == tables.DEFAULT_SEARCHER else True
    return None if drawn is False and mutated else drawn


def _seed(found: Searcher, argument: str, given: Argument | None) -> Fact:
    if given is not None and found.name == tables.DEFAULT_SEARCHER:
        return seed_of(given).fact
    return found.fact(argument)


def _reads(found: Searcher, mutated: bool) -> str:
    if found.name == tables.DEFAULT_SEARCHER and mutated:
        return "NumPy's global generator and Python's random"
    if found.name == tables.DEFAULT_SEARCHER:
        return "NumPy's global generator"
    return f"{found.name}'s own generator"


def _of_sampler(found: Searcher, moment: CallEvent, drifts: bool) -> Randomness:
    """The sampler alone decides: the seed that stands beside it is ignored."""
    name, event = found.sampling
    kind = tables.SAMPLERS.get(name)
    seed: Fact = Unknown(None, (), "the sampler cannot be read")
    given = None
    if event is not None:
        seed = parameter_worth(event.arguments, "seed")
        given = event.arguments.get("seed")
    return Randomness(
        draws=None if kind is None else kind != "grid",
        seed=seed,
        argument="seed",
        moment=moment,
        reads="its sampler's own generator",
        given=given,
        swept=given is not None and is_swept(given, moment),
        holder=event,
        drifts=drifts,
    )


def _asks_a_model(found: Searcher, trials: Fact) -> bool:
    """Whether later proposals depend on which trials have ended: the start-up is surely over."""
    random, number = largest(startup(found)), smallest(trials)
    return random is not None and number is not None and number > random
