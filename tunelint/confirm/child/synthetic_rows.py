"""Made-up rows: what stands for data that could not be loaded, until a training says its shape."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Mapping
from typing import Any

ROWS = 256
COLUMNS = 8
# How far a dimension goes that a model leaves open.
_OPEN = 32
_LABELS = ("y", "label", "target")
_NAMED_LIKE_LABELS = ("y_", "label", "target")


class MadeUpRows:
    """Rows of unknown shape.

    Plain preprocessing gives other made-up rows; `made` is how these came about, so that rows made
    in another way are others. As an array they are 256 rows of 8 columns, or of one label of 0 and
    1 where the name speaks of labels; what trains a model asks for what that model takes.
    """

    def __init__(self, name: str, made: str = "") -> None:
        self.name = name
        self.made = made or name

    @property
    def are_labels(self) -> bool:
        """Whether the name speaks of labels."""
        name = self.name.lower()
        return (
            name in _LABELS
            or name.endswith(("_y", "labels", "targets"))
            or (name.startswith(_NAMED_LIKE_LABELS))
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape as an array."""
        return (ROWS,) if self.are_labels else (ROWS, COLUMNS)

    @property
    def ndim(self) -> int:
        """How many dimensions the array has."""
        return len(self.shape)

    def __len__(self) -> int:
        return ROWS

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.made})"

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        generator = self.generator()
        if self.are_labels:
            found = generator.integers(0, 2, ROWS)
        else:
            found = generator.random((ROWS, COLUMNS))
        return found if dtype is None else found.astype(dtype)

    def generator(self, role: str = "") -> Any:
        """A generator of NumPy's of its own: the script's draws stay as they are."""
        numpy = importlib.import_module("numpy")
        return numpy.random.default_rng(zlib.crc32(f"{role} {self.made}".encode()))

    def __getitem__(self, key: Any) -> Any:
        numpy = importlib.import_module("numpy")
        if isinstance(key, numpy.ndarray) or (isinstance(key, list) and _are_numbers(key)):
            return numpy.asarray(self)[key]
        if isinstance(key, int) and not 0 <= key < ROWS:
            raise IndexError(f"{self!r} ends at {ROWS}")
        return self._changed(f"[{key!r}]")

    def take(self, positions: Any, axis: int = 0) -> Any:
        """Some rows as an array: scikit-learn asks what looks like a frame for its folds so."""
        return importlib.import_module("numpy").asarray(self).take(positions, axis)

    @property
    def values(self) -> MadeUpRows:
        """As of a frame."""
        return self

    @property
    def iloc(self) -> MadeUpRows:
        """As of a frame."""
        return self

    @property
    def loc(self) -> MadeUpRows:
        """As of a frame."""
        return self

    def _changed(self, how: str) -> MadeUpRows:
        return MadeUpRows(self.name, f"{self.made}{how}")


def _are_numbers(key: list[Any]) -> bool:
    return all(isinstance(one, int) for one in key)


def _giving_others(name: str) -> Any:
    def method(self: MadeUpRows, *args: Any, **kwargs: Any) -> MadeUpRows:
        return self._changed(f".{name}({args!r}, {kwargs!r})")

    return method


_METHODS = ("reshape", "astype", "drop", "dropna", "fillna", "copy", "flatten", "squeeze")
_OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "pow", "matmul")
for _name in (
    *_METHODS,
    *(f"__{operator}__" for operator in _OPERATORS),
    *(f"__r{operator}__" for operator in _OPERATORS),
    "__neg__",
):
    setattr(MadeUpRows, _name, _giving_others(_name))


def fill(model: Any, arguments: dict[str, Any]) -> None:
    """Put arrays in the place of made-up rows among the arguments of a Keras `fit` or `evaluate`.

    Features have the model's input shape, labels what its loss compares with its output. Where one
    of them is a real array, the other one gets as many rows.
    """
    validation = arguments.get("validation_data")
    if isinstance(validation, MadeUpRows):
        arguments["validation_data"] = _pair(model, validation, validation)
    elif isinstance(validation, tuple | list) and len(validation) >= 2:
        arguments["validation_data"] = (*_pair(model, *validation[:2]), *validation[2:])
    features, labels = arguments.get("x"), arguments.get("y")
    if isinstance(features, MadeUpRows) and labels is None:
        labels = features
    if _has_made_up(features) or _has_made_up(labels):
        arguments["x"], arguments["y"] = _pair(model, features, labels)


def _has_made_up(value: Any) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(part, MadeUpRows) for part in parts)


def _first(value: Any) -> MadeUpRows:
    parts = value if isinstance(value, list | tuple) else [value]
    return next(part for part in parts if isinstance(part, MadeUpRows))


def _pair(model: Any, features: Any, labels: Any) -> tuple[Any, Any]:
    """Features and labels, as many of them."""
    real = next((one for one in (features, labels) if not _has_made_up(one)), None)
    rows = ROWS if real is None or not hasattr(real, "__len__") else len(real)
    made = _features(model, _first(features), rows) if _has_made_up(features) else features
    targets = _labels(model, _first(labels), rows) if _has_made_up(labels) else labels
    return made, targets


def _features(model: Any, source: MadeUpRows, rows: int) -> Any:
    generator = source.generator("features")
    shapes = _shapes(getattr(model, "input_shape", None)) or [(None, COLUMNS)]
    words = next((_words(layer) for layer in _layers(model) if _words(layer)), None)
    made = [_array(generator, (rows, *_closed(shape)), words) for shape in shapes]
    return made[0] if len(made) == 1 else made


def _array(generator: Any, shape: tuple[int, ...], words: int | None) -> Any:
    if words is not None:
        return generator.integers(0, words, shape)
    return generator.random(shape).astype("float32")


def _labels(model: Any, source: MadeUpRows, rows: int) -> Any:
    generator = source.generator("labels")
    losses = _losses(getattr(model, "loss", None))
    made = [
        _label(generator, (rows, *_closed(shape)), losses[min(number, len(losses) - 1)])
        for number, shape in enumerate(_output_shapes(model))
    ]
    return made[0] if len(made) == 1 else made


def _label(generator: Any, shape: tuple[int, ...], loss: str) -> Any:
    """What a loss, known by its name, compares with an output of this shape."""
    numpy = importlib.import_module("numpy")
    units = shape[-1] if len(shape) > 1 else 1
    if "sparse" in loss:
        return generator.integers(0, units, shape[:-1])
    if "categorical" in loss:
        return numpy.eye(units, dtype="float32")[generator.integers(0, units, shape[:-1])]
    if "binary" in loss or "hinge" in loss:
        return generator.integers(0, 2, shape).astype("float32")
    return generator.random(shape).astype("float32")


def _losses(loss: Any) -> list[str]:
    if isinstance(loss, Mapping):
        loss = list(loss.values())
    listed = loss if isinstance(loss, list | tuple) and loss else [loss]
    return [_loss_name(one) for one in listed]


def _loss_name(loss: Any) -> str:
    named = loss if isinstance(loss, str) else getattr(loss, "__name__", type(loss).__name__)
    spelled = "".join(f"_{letter}" if letter.isupper() else letter for letter in named)
    return spelled.lower()


def _output_shapes(model: Any) -> list[tuple[Any, ...]]:
    """The output's shape; of a model that is not built yet by its last layer's units."""
    found = _shapes(getattr(model, "output_shape", None))
    if found:
        return found
    units = [layer.units for layer in _layers(model) if isinstance(_units(layer), int)]
    return [(None, units[-1] if units else 1)]


def _shapes(found: Any) -> list[tuple[Any, ...]]:
    if isinstance(found, Mapping):
        found = list(found.values())
    if isinstance(found, list):
        return [tuple(shape) for shape in found]
    return [tuple(found)] if isinstance(found, tuple) and found else []


def _closed(shape: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(_OPEN if size is None else int(size) for size in shape[1:])


def _layers(model: Any) -> list[Any]:
    return list(getattr(model, "layers", ()))


def _units(layer: Any) -> Any:
    return getattr(layer, "units", None)


def _words(layer: Any) -> int | None:
    """How many words an embedding knows."""
    known = getattr(layer, "input_dim", None)
    return known if type(layer).__name__ == "Embedding" and isinstance(known, int) else None
