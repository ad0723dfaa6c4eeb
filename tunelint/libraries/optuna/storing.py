"""Storing: where a study keeps its trials, and whether it goes on with those of an earlier run."""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.interpreter.library_names import dotted, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.optuna.directions import as_fact
from tunelint.libraries.optuna.samplers import Sampler
from tunelint.libraries.optuna.studies import Study, is_none
from tunelint.libraries.optuna.tables import PACKAGE, REMEMBERING
from tunelint.model.fact_of import argument_worth, worth
from tunelint.model.facts import Fact
from tunelint.model.storage import Storage

STORAGES = {
    "RDBStorage": ("url",),
    "JournalStorage": ("log_storage",),
    "JournalFileBackend": ("file_path",),
    "JournalFileStorage": ("file_path",),
    "CachedStorage": ("backend",),
    "_CachedStorage": ("backend",),
    "get_storage": ("storage",),
}
IN_MEMORY = ("sqlite://", "sqlite:///:memory:")
DELETIONS = frozenset({"delete_study", "remove", "unlink", "rmtree", "removedirs"})


def storage(
    study: Study, samplers: Iterable[Sampler], trace: Trace, known: Iterable[Study]
) -> Storage | None:
    """Where a study keeps its trials; None where it keeps them in memory alone.

    `known` are the studies that the program makes.
    """
    given = study.given("storage")
    if given is None or is_none(given.value):
        return None
    address = _address(given.value)
    if address.always(lambda value: value is None or value in IN_MEMORY):
        return None
    return Storage(
        address=address,
        name=argument_worth(study.given("study_name")),
        resumes=_resumes(study, address, trace, known),
        repeats=all(one.name and one.name not in REMEMBERING for one in samplers),
        direction=as_fact(study),
    )


def _address(term: Term) -> Fact:
    """The URL or path behind a storage, through the objects that wrap it."""
    while isinstance(term, Result):
        built = named(term.event.callee, PACKAGE, STORAGES)
        argument = term.event.arguments.get(STORAGES[built][0], STORAGES[built]) if built else None
        if argument is None:
            break
        term = argument.value
    return worth(term)


def _resumes(study: Study, address: Fact, trace: Trace, known: Iterable[Study]) -> bool | None:
    """Whether the study surely goes on with what an earlier run of the program stored."""
    named_so = study.given("study_name")
    if named_so is None or argument_worth(named_so).value is None or address.value is None:
        return None
    if study.made == "create_study" and not study.fact("load_if_exists").always(bool):
        return None if study.may_have("load_if_exists") else False
    if study.made != "create_study" and any(_is_new(each, study) for each in known):
        return False
    deleted = any(_deletes(event) and perhaps_before(event, study.event) for event in trace.calls())
    return None if deleted else True


def _is_new(other: Study, study: Study) -> bool:
    """Whether the program makes the study anew before: it would fail, were there one already."""
    return (
        other.made == "create_study"
        and not other.may_have("load_if_exists")
        and perhaps_before(other.event, study.event)
        and argument_worth(other.given("study_name")).value == study.fact("study_name").value
    )


def _deletes(event: CallEvent) -> bool:
    if isinstance(event.callee, Attribute) and event.callee.name in DELETIONS:
        return True
    return any(full.rpartition(".")[2] in DELETIONS for full in dotted(event.callee))
