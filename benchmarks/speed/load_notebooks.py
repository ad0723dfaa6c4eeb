"""Loads the notebooks below the current folder as JSON, one after the other."""

import json
from pathlib import Path

files = sorted(Path().rglob("*.ipynb"))
for file in files:
    json.loads(file.read_bytes())
print(f"{len(files)} files")
