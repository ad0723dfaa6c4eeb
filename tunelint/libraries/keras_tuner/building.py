"""How a Keras Tuner tuner is built: which class, with which arguments, by which oracle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tunelint.files.place import Place
from tunelint.interpreter.library_names import descends_from, dotted, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Class, Function, Instance, Result, Super
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras_tuner import tables
from tunelint.libraries.keras_tuner.signatures import ORACLES, signature
from tunelint.model.facts import Fact

PACKAGE = tables.PACKAGE
ALGORITHMS = {
    "RandomSearch": "random",
    "RandomSearchOracle": "random",
    "GridSearch": "grid",
    "GridSearchOracle": "grid",
    "BayesianOptimization": "bayesian",
    "BayesianOptimizationOracle": "bayesian",
    "Hyperband": "hyperband",
    "HyperbandOracle": "hyperband",
}
BASES = frozenset({"BaseTuner", "Tuner"})
OWN = BASES | {"RandomSearch", "GridSearch", "BayesianOptimization", "Hyperband", "SklearnTuner"}
LEGACY = {
    "Sklearn": "SklearnTuner",
    "RandomSearch": "RandomSearch",
    "BayesianOptimization": "BayesianOptimization",
    "Hyperband": "Hyperband",
}
TELLING = frozenset(
    {"objective", "max_trials", "max_epochs", "hypermodel", "project_name", "oracle"}
)


@dataclass(frozen=True, eq=False)
class Built(LibraryCall):
    """A tuner as it is built.

    `kind` is the library's class (that the project's class descends from), `event` the call that
    hands the library its arguments, `made` the call that the code makes for it (another one where
    the project's class has an ``__init__`` of its own). `oracle` is the oracle handed over.
    """

    kind: str
    label: str
    made: CallEvent
    tuner: Term
    oracle: LibraryCall | None = None
    oracle_kind: str | None = None
    project_class: Class | None = None

    @property
    def algorithm(self) -> str:
        """How it proposes: ``random``, ``grid``, ``bayesian``, ``hyperband`` or ``unknown``."""
        return ALGORITHMS.get(self.oracle_kind or self.kind, "unknown")

    @property
    def place(self) -> Place:
        """Where a finding about the search as a whole stands."""
        return self.made.anchor

    def is_of(self, cls: Term) -> bool | None:
        """Whether the tuner is an object of a class; None where that is not known."""
        if isinstance(cls, Class):
            own = self.project_class
            return own is not None and any(each.node is cls.node for each in own.lineage())
        asked = named(cls, PACKAGE, OWN)
        if asked is None or is_unbound(cls):
            return None
        if asked in (self.kind, "BaseTuner"):
            return True
        if asked == "Tuner":
            return self.kind != "SklearnTuner"
        return None if self.kind in BASES or self.project_class is not None else False

    def given(self, name: str) -> Argument | None:
        """The argument `name`, of the tuner or else of its oracle."""
        found = super().given(name)
        return self.oracle.given(name) if found is None and self.oracle is not None else found

    def fact(self, name: str) -> Fact:
        """The argument `name` as a fact, with the default of the class that takes it."""
        if self.oracle is not None and name not in self.signature:
            return self.oracle.fact(name)
        return super().fact(name)


def tuners(trace: Trace) -> Iterator[Built]:
    """Every tuner that the program builds, in order."""
    for event in trace.calls():
        for option in options_of(event.callee):
            built = _library_tuner(event, option) or _project_tuner(trace, event, option)
            if built is not None:
                yield built


def _library_tuner(event: CallEvent, callee: Term) -> Built | None:
    kind = named(callee, PACKAGE, tables.TUNERS | LEGACY.keys())
    if kind is None or (is_unbound(callee) and not _unmistakable(event)):
        return None
    if any(".oracles." in name for name in dotted(callee)):
        return None  # oracles had the names of the tuners
    return _with_oracle(_built(kind, kind, event, event))


def _unmistakable(event: CallEvent) -> bool:
    return len(TELLING & event.arguments.keywords.keys()) >= 2 or (
        "objective" in event.arguments.keywords
    )


def _project_tuner(trace: Trace, event: CallEvent, callee: Term) -> Built | None:
    """A class of the project that descends from a tuner, where it hands its arguments over."""
    if not isinstance(callee, Class) or not isinstance(event.result, Instance):
        return None
    kind = descends_from(callee, PACKAGE, tables.TUNERS | LEGACY.keys())
    if kind is None:
        return None
    handed = event
    if isinstance(callee.member("__init__"), Function):
        found = _handed_over(trace, event.result)
        if found is None:
            return None
        handed = found
    return _with_oracle(_built(kind, callee.name, handed, event, callee))


def _built(
    written: str, label: str, event: CallEvent, made: CallEvent, cls: Class | None = None
) -> Built:
    kind = LEGACY.get(written, written)
    return Built(event, signature(kind), kind, label, made, made.result, project_class=cls)


def _handed_over(trace: Trace, instance: Instance) -> CallEvent | None:
    """``super().__init__(…)`` of the library's class, for this instance."""
    for event in trace.calls():
        match event.callee:
            case Attribute(base=Super(instance=owner), name="__init__") if owner is instance:
                return event
    return None


def _with_oracle(built: Built) -> Built:
    value = built.value("oracle")
    if not isinstance(value, Result):
        return built
    kind = named(value.event.callee, PACKAGE, ORACLES.keys() | LEGACY.keys())
    if kind is None:
        return built
    kind = kind if kind.endswith("Oracle") else f"{kind}Oracle"
    return replace(built, oracle=LibraryCall(value.event, signature(kind)), oracle_kind=kind)
