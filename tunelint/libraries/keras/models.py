"""Models: which values are Keras models, which are the same one, and what they give out."""

from __future__ import annotations

from tunelint.interpreter.library_names import (
    called_name,
    descends_from,
    dotted,
    is_unbound,
    named,
)
from tunelint.interpreter.objects import CallEvent, Instance, Parameter, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Attribute,
    Const,
    Element,
    Item,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.common.packages import is_library

CLASSES = frozenset({"Sequential", "Model", "Functional"})
LOADERS = frozenset({"load_model", "clone_model", "model_from_json", "from_pretrained"})
TUNER_CLASSES = frozenset({"HyperModel", "Tuner", "BaseTuner"})
MODEL_ORDER = ("inputs", "outputs", "name")
# Names that many a library has: where nothing binds them, the arguments tell whose they are.
OF_ANY_LIBRARY = frozenset({"Model", "from_pretrained"})

# Packages whose objects have `compile` and `fit` as Keras models have them.
KERAS_PACKAGES = frozenset(
    {
        "keras",
        "tensorflow",
        "keras_tuner",
        "keras_cv",
        "keras_nlp",
        "keras_hub",
        "tensorflow_addons",
        "segmentation_models",
        "efficientnet",
        "tcn",
    }
)
ROWS = ("x", "y")
EVALUATE_KEYWORDS = frozenset({"verbose", "return_dict", "steps", "batch_size"})
COMPILE_KEYWORDS = frozenset({"loss", "optimizer", "metrics", "loss_weights"})
FIT_KEYWORDS = frozenset(
    {
        "epochs",
        "validation_data",
        "validation_split",
        "initial_epoch",
        "steps_per_epoch",
        "validation_steps",
        "batch_size",
    }
)


def is_model(term: Term) -> bool:
    """Whether the value is surely a Keras model, by how it was made."""
    return any(_is_model(option) for option in options_of(term))


def _is_model(term: Term) -> bool:
    match term:
        case Instance():
            return descends_from(term, "keras", CLASSES) is not None
        case Result(event=event):
            return _makes_model(event)
        case Item(base=Result(event=event)) | Element(iterable=Result(event=event)):
            return isinstance(event.callee, Attribute) and event.callee.name == "get_best_models"
        case Parameter(name="model", function=function):
            return descends_from(function.owner or term, "keras_tuner", TUNER_CLASSES) is not None
    return False


def _makes_model(event: CallEvent) -> bool:
    callee = event.callee
    made = named(callee, "keras", CLASSES | LOADERS)
    if made is not None:
        return made not in OF_ANY_LIBRARY or not is_unbound(callee) or _unmistakable(event)
    if any(name.startswith("keras.applications.") for name in dotted(callee)):
        return True
    match callee:
        case Attribute(base=Attribute(name="hypermodel"), name="build"):
            return True
        case Attribute(name="build_model" | "export_model"):
            return True
    return False


def _unmistakable(event: CallEvent) -> bool:
    """Whether a model that nothing binds gets what Keras' own gets."""
    given = event.arguments.keywords.keys()
    both = event.arguments.get("outputs", MODEL_ORDER) is not None
    return both and given <= {*MODEL_ORDER, "input", "output"}


def is_foreign(term: Term) -> bool:
    """Whether the value was made by a library that has nothing to do with Keras models."""
    makers = (_makers(option) for option in options_of(term))
    return any(made_by and not made_by & KERAS_PACKAGES for made_by in makers)


def _is_of_a_known_package(term: Term) -> bool:
    """Whether the value was made by a package that we know, and not for Keras models."""
    makers = {root for option in options_of(term) for root in _makers(option)}
    return any(map(is_library, makers - KERAS_PACKAGES))


def _makers(term: Term) -> frozenset[str]:
    """The packages, of which one made the value; none where the project or nobody is known."""
    match term:
        case Result(event=event) if isinstance(event.callee, Attribute) and not dotted(
            event.callee
        ):
            return _makers(event.callee.base)
        case Result(event=event):
            if named(event.callee, "keras", {"KerasClassifier", "KerasRegressor"}) is not None:
                return frozenset({"sklearn"})
            names = (name for name in dotted(event.callee) if not name.startswith("."))
            return frozenset(name.partition(".")[0] for name in names)
    return frozenset()


def method_of(event: CallEvent, *names: str) -> Term | None:
    """The object on which one of the methods is called."""
    callee = event.callee
    if isinstance(callee, Attribute) and callee.name in names:
        return callee.base
    return None


def used_as_models(trace: Trace) -> frozenset[int]:
    """The ids of the values that are compiled, or both trained and evaluated, as Keras models."""
    compiled: set[int] = set()
    trained: set[int] = set()
    evaluated: set[int] = set()
    for event in trace.calls():
        model = method_of(event, "compile", "fit", "evaluate")
        if model is None:
            continue
        ids = {id(option) for option in options_of(model)}
        name = called_name(event)
        if name == "compile":
            compiled |= ids if compiles(event, model) else set()
        elif not _is_of_a_known_package(model):
            shaped = FIT_KEYWORDS & event.arguments.keywords.keys()
            trained |= ids if name == "fit" and shaped else set()
            evaluated |= ids if name == "evaluate" and evaluates_rows(event) else set()
    return frozenset(compiled | trained & evaluated)


def evaluates_rows(event: CallEvent) -> bool:
    """Whether ``model.evaluate(…)`` is given features and labels, or what Keras' takes alone."""
    both = len(event.arguments.positional) == len(ROWS)
    return both or bool(EVALUATE_KEYWORDS & event.arguments.keywords.keys())


def compiles(event: CallEvent, model: Term) -> bool:
    """Whether ``model.compile(…)`` compiles a Keras model (``re.compile`` does not)."""
    if is_model(model):
        return True
    return bool(COMPILE_KEYWORDS & event.arguments.keywords.keys()) and not is_foreign(model)


def trains(event: CallEvent, model: Term, used: frozenset[int]) -> bool:
    """Whether ``model.fit(…)`` trains a Keras model; `used` are the ids of `used_as_models`."""
    if is_model(model) or any(id(option) in used for option in options_of(model)):
        return True
    return bool(FIT_KEYWORDS & event.arguments.keywords.keys()) and not is_foreign(model)


def same_model(one: Term, other: Term) -> bool:
    """Whether two values can be the same model."""
    ids = {id(option) for option in options_of(one)}
    return any(id(option) in ids for option in options_of(other))


def outputs_of(model: Term) -> int | None:
    """How many outputs the model has, None where that cannot be read."""
    counts = {_outputs(option) for option in options_of(model)}
    return counts.pop() if len(counts) == 1 else None


def _outputs(model: Term) -> int | None:
    match model:
        case Instance():
            sequential = descends_from(model, "keras", {"Sequential"})
            return 1 if sequential is not None else None
        case Result(event=event):
            return _outputs_built(event)
    return None


def _outputs_built(event: CallEvent) -> int | None:
    made = named(event.callee, "keras", CLASSES | LOADERS)
    if made == "Sequential":
        return 1
    if made == "clone_model" and event.arguments.positional:
        return outputs_of(event.arguments.positional[0].value)
    if made in ("Model", "Functional"):
        names = _output_terms(event)
        return None if names is None else len(names)
    applied = any(name.startswith("keras.applications.") for name in dotted(event.callee))
    return 1 if applied else None


def _output_terms(event: CallEvent) -> list[tuple[Term | None, Term]] | None:
    """The outputs of a functional model with their keys, where they are a dictionary."""
    given = event.arguments.get("outputs", MODEL_ORDER)
    if given is None:
        return None
    match given.value:
        case Sequence(items=items, open=False):
            return [(None, item) for item in items]
        case Mapping(entries=entries, open=False):
            return [(entry.key, entry.value) for entry in entries]
        case Result() | Item():
            return [(None, given.value)]
    return None


def output_names(model: Term) -> tuple[str | None, ...]:
    """The names of the outputs in order: a dictionary's keys, else the last layers' names.

    Empty where they cannot be listed, or where the model may be one of several that differ.
    """
    found = {_output_names(option) for option in options_of(model)}
    return found.pop() if len(found) == 1 else ()


def _output_names(model: Term) -> tuple[str | None, ...]:
    if not isinstance(model, Result) or not named(model.event.callee, "keras", CLASSES):
        return ()
    return tuple(_output_name(pair) for pair in _output_terms(model.event) or ())


def _output_name(pair: tuple[Term | None, Term]) -> str | None:
    key, output = pair
    if key is not None:
        return constant_string(key)
    match output:
        case Result(event=CallEvent(callee=Result(event=layer))):
            name = layer.arguments.get("name")
            return constant_string(name.value) if name is not None else None
    return None


def constant_string(term: Term) -> str | None:
    """The text, where the value is a constant string."""
    return term.value if isinstance(term, Const) and isinstance(term.value, str) else None
