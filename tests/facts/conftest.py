"""The facts that the rules stand on: each test runs the real library and holds one of them."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

# Set before the libraries are imported: they read them once. One thread each, since several tests
# run side by side.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_NUM_INTRAOP_THREADS"] = "1"
os.environ["TF_NUM_INTEROP_THREADS"] = "1"

# Environments of the static part have none of the libraries; one that has only some of them is
# broken and must say so.
LIBRARIES = ("hyperopt", "keras", "keras_tuner", "sklearn", "tensorflow")
if not any(find_spec(library) for library in LIBRARIES):
    collect_ignore_glob = ["test_*.py"]


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Runs without libraries do not import them: that alone takes half a minute."""
    return "not libraries" in config.getoption("markexpr") or None


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder, and no seed of the environment reaches it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HYPEROPT_FMIN_SEED", raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def ray_session() -> Iterator[None]:
    """One Ray for all tests of this process: it takes seconds to start, and does so only once."""
    import ray

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_AUTH_MODE", "disabled")
        environment.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        if not ray.is_initialized():
            ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        yield
        ray.shutdown()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Warnings of the libraries among themselves are nothing that a test here speaks of."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.filterwarnings("ignore"))
