"""Feeds: what hands a Keras training its rows where they are no arrays.

Keras 3 accepts data sets, generators and its own sequences beside arrays, but splits validation
rows off arrays alone (``keras/src/trainers/data_adapters/array_slicing.py``).
"""

from __future__ import annotations

from tunelint.interpreter.library_names import descends_from, dotted, named
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Const,
    Item,
    Sequence,
    Term,
    options_of,
)

DATASET, GENERATOR, SEQUENCE = "dataset", "generator", "sequence"

DATASET_CLASSES = frozenset(
    {
        "tensorflow.data.Dataset",
        "tensorflow.data.TFRecordDataset",
        "tensorflow.data.TextLineDataset",
        "tensorflow.data.FixedLengthRecordDataset",
    }
)
DATASET_MAKERS = frozenset(
    {
        "choose_from_datasets",
        "from_generator",
        "from_tensor_slices",
        "from_tensors",
        "list_files",
        "load",
        "random",
        "range",
        "sample_from_datasets",
        "zip",
    }
)
DIRECTORY_READERS = frozenset(
    {
        "audio_dataset_from_directory",
        "image_dataset_from_directory",
        "text_dataset_from_directory",
        "timeseries_dataset_from_array",
    }
)
# Methods of a data set that give another one.
KEEPING = frozenset(
    {
        "apply",
        "batch",
        "cache",
        "concatenate",
        "filter",
        "flat_map",
        "ignore_errors",
        "interleave",
        "map",
        "padded_batch",
        "prefetch",
        "ragged_batch",
        "rebatch",
        "repeat",
        "shard",
        "shuffle",
        "skip",
        "snapshot",
        "take",
        "take_while",
        "unbatch",
        "window",
        "with_options",
    }
)
SEQUENCE_CLASSES = frozenset({"Sequence", "PyDataset"})
# Parts of Keras' old preprocessing that are sequences, or make them.
MADE_SEQUENCES = frozenset({"TimeseriesGenerator"})
AUGMENTERS = frozenset({"ImageDataGenerator"})
FLOWS = frozenset({"flow", "flow_from_directory", "flow_from_dataframe"})


def feed_of(term: Term | None) -> str:
    """Which kind of feed a value surely is; empty for arrays and what cannot be read."""
    if term is None:
        return ""
    kinds = {_kind(option) for option in options_of(term)}
    return kinds.pop() if len(kinds) == 1 else ""


def _kind(term: Term) -> str:
    match term:
        case Comprehension(kind="generator") | Sequence(kind="generator"):
            return GENERATOR
        case Instance():
            return SEQUENCE if descends_from(term, "keras", SEQUENCE_CLASSES) else ""
        case Result(event=event):
            return _made(event)
        case Item(base=Result(event=event)):
            return _part(event)
    return ""


def _made(event: CallEvent) -> str:
    callee = event.callee
    if _makes_dataset(callee) or _loads_one_split(event):
        return DATASET
    if named(callee, "keras", MADE_SEQUENCES) and not _is_local(callee):
        return SEQUENCE
    match callee:
        case Attribute(base=Result(event=made), name=name) if name in FLOWS:
            return SEQUENCE if named(made.callee, "keras", AUGMENTERS) else ""
        case Attribute(base=base, name=name) if name in KEEPING:
            return DATASET if feed_of(base) == DATASET else ""
    return ""


def _makes_dataset(callee: Term) -> bool:
    for full in dotted(callee):
        owner, _, last = full.rpartition(".")
        if full in DATASET_CLASSES or (owner in DATASET_CLASSES and last in DATASET_MAKERS):
            return True
        if last in DIRECTORY_READERS and owner.partition(".")[0] == "keras":
            return True
    return False


def _is_local(callee: Term) -> bool:
    return any(full.startswith(".") for full in dotted(callee))


def _loads_one_split(event: CallEvent) -> bool:
    """``tfds.load(name, split="train")``, as a data set rather than as arrays."""
    split = event.arguments.get("split", ("name", "split"))
    return (
        "tensorflow_datasets.load" in dotted(event.callee)
        and split is not None
        and isinstance(split.value, Const)
        and isinstance(split.value.value, str)
        and _is_lazy(event)
    )


def _is_lazy(event: CallEvent) -> bool:
    """Whether the data sets are not read into one batch of tensors (``batch_size=-1``)."""
    arguments = event.arguments
    return "batch_size" not in arguments.keywords and not (
        arguments.open_keywords or "with_info" in arguments.keywords
    )


def _part(event: CallEvent) -> str:
    """A part of what ``tfds.load(name, split=[…])`` or a split of a data set gives back."""
    split = event.arguments.get("split", ("name", "split"))
    if "tensorflow_datasets.load" in dotted(event.callee):
        several = split is not None and isinstance(split.value, Sequence)
        return DATASET if several and _is_lazy(event) else ""
    if named(event.callee, "keras", {"split_dataset"}):
        return DATASET
    return ""
