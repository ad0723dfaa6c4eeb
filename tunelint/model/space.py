"""The space: what is declared to be drawn, what is tried first, and where drawn values go."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.values import Argument, Term
from tunelint.model.facts import UNKNOWN, Fact


@dataclass(frozen=True, eq=False, kw_only=True)
class Lacking:
    """What lacks the parameter that a name of a space sets: ``svc__gama`` of ``svc``."""

    # The class (``SVC``), or the constant that stands there in place of an estimator.
    taker: str
    # The names that lead to it, and the one that it does not know.
    at: tuple[str, ...]
    parameter: str
    # The exception's class.
    error: str
    # The calls that build the estimators on the way, outermost first.
    passed: tuple[CallEvent, ...]
    # The names that would set something there, in full; all of them where it is the whole.
    names: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Hyperparameter:
    """One hyperparameter as declared: where, under which name, over which range."""

    event: Event
    # The library's name for the declaration: ``quniform``.
    function: str
    # ``int``, ``float``, ``choice``, ``boolean`` or ``fixed``.
    kind: str
    name: Fact
    low: Fact = UNKNOWN
    high: Fact = UNKNOWN
    step: Fact = UNKNOWN
    # It is drawn on a logarithmic scale; None where not known.
    log: bool | None = False
    # Draws are floats rounded to a step (``hp.quniform``).
    quantised: bool = False
    # The choice's values, None where not listed.
    options: tuple[Term, ...] | None = None
    # The library takes the bounds for exponents (``hp.loguniform``), and neither is written as a
    # logarithm.
    raw_bounds: bool = False
    # The value drawn.
    result: Term | None = None
    # Where it is declared, where that is not the whole event.
    place: Place | None = None
    # Where its name is written, where that is not the declaration itself.
    named: Place | None = None
    # The entry of the space under which it stands, where that is not its name.
    key: str | None = None
    # The class whose parameter it sets directly, and that parameter: ``SVC`` and ``C`` for
    # ``svc__C``.
    owner: str | None = None
    parameter: str | None = None
    # The call that builds the estimator whose parameter it sets directly.
    estimator: CallEvent | None = None
    # What lacks the parameter that its name sets, where that is known.
    lacking: Lacking | None = None
    # A decision of the program leaves it out of the space.
    perhaps: bool = False
    # Which one of the dictionaries of a list of spaces it stands in.
    part: int = 0
    # Where the options are listed, where that is not the declaration itself.
    listed: Place | None = None
    # The upper bound itself is never drawn.
    half_open: bool = False
    # What the library takes for the width of the range, given by position where others take the
    # upper bound (``scipy.stats.uniform(loc, scale)``).
    width: Argument | None = None

    @property
    def anchor(self) -> Place:
        """Where a finding about the declaration stands."""
        return self.place or self.event.place

    @property
    def quoted(self) -> str:
        """How a message calls it: by its name in quotes, where that is known."""
        name = self.name.value or self.key
        return repr(name) if name is not None else "this hyperparameter"


@dataclass(frozen=True, eq=False, kw_only=True)
class Use:
    """A drawn value that reaches a library's call as it was drawn."""

    hyperparameter: Hyperparameter
    # The call that takes it.
    event: CallEvent
    # Where it is handed over.
    argument: Argument
    # What is called: ``Dense``.
    taker: str
    # The name of the parameter that takes it.
    parameter: str
    # The type that arrives: ``float``, ``int``, ``numpy.int64``, …; ``index`` for the position of a
    # choice in its list of options, ``option`` or ``value`` for whatever an estimator is built
    # with as it was drawn, ``cast`` where ``int(…)`` or the like stands between.
    arrives: str
    # The taker fails on that type.
    rejected: bool = False
    # Nothing else can arrive there.
    alone: bool = True
    # It is what the search gave back, read after it, and not what a trial is given.
    from_result: bool = False
    # Where it is read.
    place: Place | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class InitialPoints:
    """Configurations that a search is asked to try before its own proposals."""

    # What gives them.
    argument: Argument
    # The argument for whose sake the library passes them over, None where it tries them or where
    # that cannot be read.
    ignored_for: Argument | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class PresetEntry:
    """The values that a preset gives one hyperparameter."""

    name: str
    place: Place
    # Every value of a grid, the one of a point; each a choice where it is decided at run time.
    values: tuple[Term, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Preset:
    """Values that the program itself gives trials by name: a sampler's grid, an enqueued point."""

    # ``grid`` or ``enqueued point``.
    kind: str
    event: CallEvent
    # What gives them.
    argument: Argument
    entries: tuple[PresetEntry, ...]
    # It surely names no more than these.
    complete: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Registered:
    """The only names that a search varies; what else its trials declare stays at its default."""

    names: frozenset[str]
    # What says so.
    argument: Argument
