"""Best scores: where a program prints or returns the score by which a search chose its winner."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.library_names import dotted, is_function
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import ancestors, ancestors_of_all
from tunelint.interpreter.trace import ReturnEvent, Trace
from tunelint.interpreter.values import Attribute, Const, External, Item, Term, Unbound
from tunelint.model.program import Program
from tunelint.model.search import Search

# Attributes of what a search gives back that hold its best score: of the search itself, and of
# its best trial.
OF_THE_SEARCH = frozenset({"best_result", "best_score_", "best_value", "fun"})
OF_A_TRIAL = frozenset({"best_result", "last_result", "metrics", "score", "value"})
BEST_TRIALS = frozenset(
    {"best_trial", "get_best_result", "get_best_trial", "get_best_trials", "best_result"}
)
LOSSES = "losses"
# The keys under which a trial holds its score.
KEYS = ("loss", "target")

PRINTING = ("builtins.print", "IPython.display.display", "pprint.pprint")
LOGGING = frozenset({"critical", "debug", "error", "info", "log", "warning"})


def stated(program: Program, search: Search) -> Iterator[Place]:
    """Where the best score of a search is printed, logged or returned after it."""
    if not search.run_events:
        return
    start = search.run_events[0].index
    for event, terms in program.trace.once(_showing):
        if event.index <= start or program.in_trial(event):
            continue
        if any(is_best_score(search, term) for term in terms):
            yield event.anchor if isinstance(event, CallEvent) else event.place


def _showing(trace: Trace) -> list[tuple[Event, list[Term]]]:
    """The events that show values, with what is written as the best score of some search."""
    shown = (
        (event, [term for term in ancestors_of_all(_shown(event)) if _is_written_so(term)])
        for event in trace.events
    )
    return [(event, terms) for event, terms in shown if terms]


def _is_written_so(term: Term) -> bool:
    match term:
        case Attribute(name=name):
            return name in OF_THE_SEARCH or name in OF_A_TRIAL
        case Item(key=Const(value=key)):
            return key in KEYS
        case Result(event=event):
            return isinstance(event.callee, Attribute) and event.callee.name == LOSSES
    return False


def _shown(event: Event) -> Iterator[Term]:
    """The values that an event prints, or gives back as the result of a function."""
    match event:
        case CallEvent(callee=callee) if _prints(callee):
            yield from (argument.value for argument in event.arguments)
        case ReturnEvent(value=value, path=path):
            if not any(isinstance(frame, CallbackFrame) for frame in path):
                yield value


def _prints(callee: Term) -> bool:
    if is_function(callee, *PRINTING):
        return True
    if isinstance(callee, Attribute) and callee.name in LOGGING:
        base = callee.base
        return isinstance(base, Result | Unbound | External) and "log" in _spelled(base).lower()
    return any(full.startswith("logging.") for full in dotted(callee))


def _spelled(term: Term) -> str:
    match term:
        case Unbound(name=name) | External(name=name):
            return name
        case Result(event=event):
            return " ".join(dotted(event.callee))
    return ""


def is_best_score(search: Search, term: Term) -> bool:
    """Whether a value is the score of the best trial, as the search itself keeps it."""
    match term:
        case Attribute(base=base, name=name) if name in OF_THE_SEARCH:
            return _is_search(search, base)
        case Attribute(base=base, name=name) if name in OF_A_TRIAL:
            return _is_best_trial(search, base)
        case Item(base=Attribute(base=base, name="max"), key=Const(value="target")):
            return _is_search(search, base)
        case Item(base=Item(base=base, key=Const(value="result")), key=Const(value="loss")):
            return _is_best_trial(search, base)
        case Result(event=CallEvent(callee=Attribute(base=base, name=name))) if name == LOSSES:
            return _is_search(search, base)
    return False


def _is_search(search: Search, term: Term) -> bool:
    """Whether a value is what the search gave back, what keeps its trials, or a part of them."""
    held = (search.result, search.memory)
    return any(found is one for found in ancestors(term, _is_computed) for one in held if one)


def _is_best_trial(search: Search, term: Term) -> bool:
    found = False
    for part in ancestors(term, _is_computed):
        match part:
            case Attribute(name=name) if name in BEST_TRIALS:
                found = True
    return found and _is_search(search, term)


def _is_computed(term: Term) -> bool:
    """Whether a value is computed by a function rather than read from an object."""
    return isinstance(term, Result) and not isinstance(term.event.callee, Attribute)
