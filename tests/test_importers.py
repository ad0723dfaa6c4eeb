"""Who imports a module of a project, in the run or not."""

from __future__ import annotations

from pathlib import Path

from tests.command import notebook, write
from tunelint.files.importers import Importers


def test_a_file_is_read_once_for_all_modules(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "b.py": "", "other.py": "import a\nfrom b import tune\ntune()\n"})
    importers = Importers(tmp_path)

    first = importers.of(tmp_path / "a.py")
    used = importers.may_use(tmp_path / "a.py", {"tune"}, ())
    (tmp_path / "other.py").unlink()

    assert first == importers.of(tmp_path / "b.py") == [tmp_path / "other.py"]
    assert used
    assert importers.may_use(tmp_path / "b.py", {"tune"}, ())
    assert not importers.may_use(tmp_path / "b.py", {"tun"}, ())
    assert not importers.may_use(tmp_path / "b.py", {"tune"}, {tmp_path / "other.py"})
    assert set(importers.known) == {tmp_path / name for name in ("a.py", "b.py", "other.py")}


def test_the_module_that_is_meant(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/a.py": "",
        "pkg/beside.py": "from . import a",
        "a.py": "",
        "above.py": "import a",
        "inside.py": "from pkg.a import tune",
        "cells.ipynb": notebook("from pkg import a"),
    }
    write(tmp_path, files)
    importers = Importers(tmp_path)

    def names(module: str) -> list[str]:
        return sorted(path.name for path in importers.of(tmp_path / module) or ())

    assert names("pkg/a.py") == ["beside.py", "cells.ipynb", "inside.py"]
    assert names("a.py") == ["above.py"]
