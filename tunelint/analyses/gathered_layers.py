"""Layers that the passes of a loop put into one model, which is there before a pass begins.

A loop whose passes make a model each (the folds of a cross-validation, seeds, a second try) is none
of that kind: one name stands there for one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import called_name, descends_from, dotted, named
from tunelint.interpreter.objects import Arguments, CallEvent, Event, Instance, Result
from tunelint.interpreter.provenance import ancestors, ancestors_of_all
from tunelint.interpreter.trace import BindEvent, ReturnEvent, StoreEvent, Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Comprehension,
    Const,
    Element,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
    is_carried,
    options_of,
)
from tunelint.libraries.keras.layers import builds_layer
from tunelint.libraries.keras.models import CLASSES

Holder = Sequence | Mapping | Comprehension

# What puts a value into the object that it is called on.
PUTTING = frozenset({"append", "extend", "insert", "appendleft", "update", "setdefault"})
ADDING = frozenset({"add", "add_module", "register_module"})
# What is done with a model that has all its layers.
FINISHED = frozenset(
    {
        *("compile", "fit", "fit_generator", "train_on_batch", "evaluate", "test_on_batch"),
        *("predict", "predict_on_batch", "predict_proba", "score", "parameters", "state_dict"),
        *("train", "eval", "backward", "item", "save", "summary", "get_weights", "set_weights"),
    }
)
TORCH = "torch.nn."
HOLDERS = frozenset(
    f"builtins.{name}" for name in ("list", "tuple", "dict", "reversed", "zip", "enumerate")
)


def builds_layer_of_any(event: CallEvent) -> bool:
    """Whether the call makes or adds a layer, of Keras or of PyTorch."""
    return builds_layer(event) or _of_torch(event)


def _of_torch(event: CallEvent) -> bool:
    names = (name for name in dotted(event.callee) if name.startswith(TORCH))
    return any(name.rpartition(".")[2][:1].isupper() for name in names)


def gathers_layers(trace: Trace, loop: LoopFrame, first: Iterable[CallEvent]) -> bool:
    """Whether passes of the loop are known to put the layers of these calls into one model."""
    passes = _Pass(trace, loop)
    begun = {id(event) for event in first}
    events = trace.within([loop])
    found = any(passes.gathers(event, id(event) in begun) for event in events)
    return found or passes.leaves_a_list_of_layers()


class _Pass:
    """What of one pass holds the layers, as far as it was read."""

    def __init__(self, trace: Trace, loop: LoopFrame) -> None:
        self.trace = trace
        self.loop = loop
        self.layers: dict[int, Term] = {}
        self.models: set[int] = set()  # of these, what can stand alone
        self.gathered: list[Term] = []  # what is there after the loop and holds such models
        self.finished = False

    def gathers(self, event: Event, begins: bool) -> bool:
        """Read one event; whether it puts a layer where those of all passes come together."""
        match event:
            case CallEvent():
                return self._calls(event, begins)
            case StoreEvent(base=base, key=key, value=value) if self._holds(value):
                return self._stores(base, key, event.attribute)
            case BindEvent(value=value):
                return self._binds(value)
        return False

    def leaves_a_list_of_layers(self) -> bool:
        """Whether a list of what each pass makes is there in the end, for one model."""
        if self.finished:
            return False
        left = [holder for holder in self.trace.once(_holders) if self._is_left(holder)]
        if any(not self._alone(holder) for holder in left):
            return True
        return any(map(self._is_built_in, (*left, *self.gathered)))

    # -- events -----------------------------------------------------------------------------------

    def _calls(self, event: CallEvent, begins: bool) -> bool:
        owner = event.callee.base if isinstance(event.callee, Attribute) else None
        name = called_name(event)
        if owner is not None and name in FINISHED and self._holds(owner):
            self.finished = self.finished or self._is_made_here(owner)
            return False
        given = list(_given(event.arguments))
        if not begins and not any(map(self._holds, (event.callee, *given))):
            return False
        if owner is not None and name in PUTTING | ADDING:
            return self._puts(owner, name, begins, given)
        if name == "setattr" and len(given) == 3 and self._holds(given[2]):
            return self._is_outside(given[0]) and not self._alone(given[2])
        if builds_layer_of_any(event) or _makes_whole(event) or self._holds(event.callee):
            if not self._alone(event.callee):
                whole = _makes_whole(event) or any(map(self._alone, given))
                self._keep(event.result, whole)
            return any(map(self._goes_on, given))
        if set(dotted(event.callee)) & HOLDERS:
            self._keep(event.result, whole=any(map(self._alone, given)))
        return False

    def _puts(self, owner: Term, name: str, begins: bool, given: list[Term]) -> bool:
        if not self._is_outside(owner):
            self._keep(owner, whole=True)
            return False
        if name in ADDING and not any(isinstance(one, Sequence) for one in options_of(owner)):
            return begins or any(map(self._holds, given))
        return self._put_outside(owner, *given)

    def _put_outside(self, holder: Term, *values: Term) -> bool:
        held = [value for value in values if self._holds(value)]
        if not any(map(self._alone, held)):
            return bool(held) and not self.finished
        self.gathered.append(holder)
        return False

    def _stores(self, base: Term, key: Term, attribute: bool) -> bool:
        if not self._is_outside(base):
            self._keep(base, whole=True)
            return False
        value_varies = not attribute and not isinstance(key, Const)
        return value_varies and self._put_outside(base, *self.layers.values())

    def _binds(self, value: Term) -> bool:
        """``layers += [Dense(8)]``, ``layers = layers + [Dense(8)]``."""
        match value:
            case Sequence() if not self._was_made_inside(value.path) and self._holds(value):
                return self._put_outside(value, *value.items)
            case Operation(operator="+", operands=operands) if self._holds(value):
                return any(map(self._is_carried, operands)) and self._put_outside(value, *operands)
        return False

    # -- values -----------------------------------------------------------------------------------

    def _keep(self, value: Term, whole: bool) -> None:
        for option in options_of(value):
            self.layers[id(option)] = option
            if whole:
                self.models.add(id(option))

    def _holds(self, value: Term) -> bool:
        return any(id(part) in self.layers for part in _inside(value))

    def _alone(self, value: Term) -> bool:
        """Whether it is or holds what can be a model of its own."""
        return any(id(part) in self.models for part in _inside(value))

    def _is_made_here(self, value: Term) -> bool:
        return not self._is_outside(value)

    def _is_outside(self, value: Term) -> bool:
        """Whether nothing that the value comes from was made in the pass."""
        return not any(self._comes_up_inside(one) for one in ancestors(value, _is_made, _never))

    def _comes_up_inside(self, term: Term) -> bool:
        if term is self.loop.element or term in options_of(self.loop.element):
            return True
        match term:
            case Result(event=event) | Instance(built=CallEvent() as event):
                return self._was_made_inside(event.path)
            case Sequence(path=path) | Mapping(path=path) | Comprehension(path=path):
                return self._was_made_inside(path)
        return False

    def _was_made_inside(self, path: tuple[object, ...]) -> bool:
        return any(frame is self.loop for frame in path)

    def _goes_on(self, value: Term) -> bool:
        """Whether it was made of what an earlier pass left: ``x = Dense(8)(x)``."""
        return any(map(self._is_carried, ancestors(value, self._ends)))

    def _ends(self, term: Term) -> bool:
        return isinstance(term, Result) and called_name(term.event) in FINISHED

    def _is_carried(self, value: Term) -> bool:
        key = self.loop.place.key if self.loop.place is not None else None
        return any(
            is_carried(option) and option.place is not None and option.place.key == key
            for option in options_of(value)
        )

    # -- after the loop ---------------------------------------------------------------------------

    def _is_left(self, holder: Holder) -> bool:
        """Whether a list or dictionary of before the loop, or that it builds, has layers in it."""
        if isinstance(holder, Comprehension):
            return self.loop.comprehension and self._holds(holder.element)
        return not self._was_made_inside(holder.path) and self._holds(holder)

    def _is_built_in(self, holder: Term) -> bool:
        """Whether a layer or model is built of all that was gathered."""
        for event in self.trace.calls():
            if self.loop in event.path or not (builds_layer_of_any(event) or _makes_whole(event)):
                continue
            given = list(_given(event.arguments))
            if any(holder in ancestors(value) for value in given) or any(map(self._holds, given)):
                return True
        return False


def _holders(trace: Trace) -> list[Holder]:
    """The lists and dictionaries of a program."""
    values = chain.from_iterable(map(_values, trace.events))
    return [term for term in ancestors_of_all(values) if isinstance(term, Holder)]


def _values(event: Event) -> Iterator[Term]:
    match event:
        case BindEvent(value=value) | StoreEvent(value=value) | ReturnEvent(value=value):
            yield value
        case CallEvent(arguments=arguments):
            yield from _given(arguments)


def _given(arguments: Arguments) -> Iterator[Term]:
    unread = (*arguments.starred, *arguments.listed, *arguments.spread)
    for argument in (*arguments, *unread):
        yield argument.value


def _is_made(term: Term) -> bool:
    return isinstance(term, Result | Instance | Holder)


def _never(argument: Argument) -> bool:
    return False


def _makes_whole(event: CallEvent) -> bool:
    """Whether the call makes what can be a model of its own."""
    callee = event.callee
    if named(callee, "keras", CLASSES) is not None:
        return True
    if descends_from(callee, "keras", {"Model"}) or descends_from(callee, "torch", {"Module"}):
        return True
    return f"{TORCH}Sequential" in dotted(callee)


def _inside(value: Term) -> Iterator[Term]:
    """The value and what a list or a dictionary has in it."""
    waiting, seen = [value], set[int]()
    while waiting:
        term = waiting.pop()
        if id(term) in seen:
            continue
        seen.add(id(term))
        yield term
        match term:
            case Sequence(items=items):
                waiting.extend(items)
            case Mapping(entries=entries):
                waiting.extend(entry.value for entry in entries)
            case Comprehension(element=base) | Element(iterable=base) | Item(base=base):
                waiting.append(base)
            case Operation(operands=operands):
                waiting.extend(operands)
            case _:
                waiting.extend(option for option in options_of(term) if option is not term)
