import importlib
import sys
from typing import Any

import keras_tuner
import pytest

from tunelint.libraries.keras import removed
from tunelint.libraries.keras_tuner import tables

pytestmark = pytest.mark.libraries


def found(name: str) -> Any:
    """What a dotted name means, however it is imported; ImportError where it means nothing."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        home, _, last = name.rpartition(".")
        if not home:
            raise
        holder = found(home)
        if not hasattr(holder, last):
            raise ImportError(name) from None
        return getattr(holder, last)


@pytest.mark.parametrize("name", [*tables.MOVED_NAMES, *removed.MOVED_NAMES])
def test_moved_names_are_gone(name: str) -> None:
    with pytest.raises(ImportError):
        found(name)


@pytest.mark.parametrize("name", tables.MOVED_NAMES)
def test_under_the_old_package_name_they_are_gone_too(name: str) -> None:
    old = name.replace(tables.PACKAGE, tables.OLD_PACKAGE, 1)
    if name in tables.KEPT_NAMES:
        assert found(old).MultiExecutionTuner is keras_tuner.Tuner
    else:
        with pytest.raises(ImportError):
            found(old)


@pytest.mark.parametrize("name", [name for name in tables.MOVED_NAMES.values() if name])
def test_their_current_names_exist(name: str) -> None:
    assert found(name)


@pytest.mark.parametrize(
    "name",
    ["base_tuner", "hyperparameters", "hypermodel", "metrics_tracking", "oracle", "trial", "tuner"],
)
def test_modules_that_still_import(name: str) -> None:
    module = f"keras_tuner.engine.{name}"
    assert importlib.import_module(module)
    assert module not in tables.MOVED_NAMES


def test_the_old_package_imports_with_a_warning() -> None:
    sys.modules.pop(tables.OLD_PACKAGE, None)
    with pytest.warns(DeprecationWarning, match="`import kerastuner` is deprecated"):
        old = importlib.import_module(tables.OLD_PACKAGE)
    assert old.RandomSearch is keras_tuner.RandomSearch


def test_tensorflow_has_no_wrappers_either() -> None:
    with pytest.raises(ImportError):
        found("tensorflow.keras.wrappers.scikit_learn")
