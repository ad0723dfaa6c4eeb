"""What is read of PyTorch's and Lightning's trainings: models, rows, epochs, evaluations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.interpreter.trace import BindEvent
from tunelint.interpreter.values import Term
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.roles import named_role
from tunelint.model.program import Program
from tunelint.model.training import Fit

HEAD = """
import itertools
import torch
from torch import nn, optim
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, Subset, SubsetRandomSampler, TensorDataset
from tqdm import tqdm, trange
class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.layer = nn.Linear(4, width)
    def forward(self, x):
        return self.layer(x)
rows = TensorDataset(torch.tensor(x), torch.tensor(y))
loader = DataLoader(rows, batch_size=8)
model = Net()
optimizer = optim.SGD(model.parameters(), lr=0.1)
"""
STEP = "loss = F.mse_loss(model(xb), yb); loss.backward(); optimizer.step()"


def read(text: str, root: Path) -> Program:
    (program,) = programs({"train.py": HEAD + text}, root)
    return program


def fit(text: str, root: Path) -> Fit:
    (only,) = read(text, root).records.fits
    return only


def bound(program: Program) -> dict[str, Term]:
    """What the names of a program hold in the end."""
    return {
        event.name: event.value for event in program.trace.events if isinstance(event, BindEvent)
    }


EPOCHS = {
    "epochs of batches": (f"for e in range(7):\n for xb, yb in loader:\n  {STEP}", (7,)),
    "counted from one": (f"for e in range(1, 7 + 1):\n for xb, yb in loader:\n  {STEP}", (7,)),
    "many": (f"for e in range(5000):\n for xb, yb in loader:\n  {STEP}", (5000,)),
    "with a bar": (f"for e in tqdm(range(7)):\n for xb, yb in tqdm(loader):\n  {STEP}", (7,)),
    "with trange": (f"for e in trange(7):\n for xb, yb in loader:\n  {STEP}", (7,)),
    "numbered batches": (
        f"for e in range(7):\n for i, (xb, yb) in enumerate(loader):\n  {STEP}",
        (7,),
    ),
    "batches as they are": (
        "for e in range(7):\n for batch in loader:\n  xb, yb = batch[0], batch[1]\n  " + STEP,
        (7,),
    ),
    "batches by index": (
        "for e in range(7):\n for i in range(0, len(x), 8):\n"
        f"  xb, yb = x[i:i + 8], y[i:i + 8]\n  {STEP}",
        (7,),
    ),
    "batches by a permutation": (
        "for e in range(7):\n order = torch.randperm(len(x))\n for i in range(0, len(x), 8):\n"
        f"  xb, yb = x[order[i:i + 8]], y[order[i:i + 8]]\n  {STEP}",
        (7,),
    ),
    "all rows at once": (f"xb, yb = x, y\nfor e in range(70):\n {STEP}", (70,)),
    "one pass": (f"for xb, yb in loader:\n {STEP}", (1,)),
    "in a function": (
        f"def epoch(model):\n for xb, yb in loader:\n  {STEP}\nfor e in range(3):\n epoch(model)",
        (3,),
    ),
    "as many as somebody says": (f"for e in range(n):\n for xb, yb in loader:\n  {STEP}", None),
    "until it is enough": (f"while True:\n for xb, yb in loader:\n  {STEP}", None),
    "two phases": (
        "for e in range(7):\n for phase in ['train', 'val']:\n  for xb, yb in loaders[phase]:\n"
        f"   {STEP}",
        None,
    ),
    "a step alone": (f"xb, yb = x, y\n{STEP}", None),
}


@pytest.mark.parametrize(("text", "epochs"), EPOCHS.values(), ids=EPOCHS)
def test_epochs(text: str, epochs: tuple[int, ...] | None, tmp_path: Path) -> None:
    assert fit(text, tmp_path).epochs.values == epochs


def test_a_loop_that_can_be_left_may_end_early(tmp_path: Path) -> None:
    loop = f"for e in range(70):\n for xb, yb in loader:\n  {STEP}\n if e > n:\n  break"
    assert fit(loop, tmp_path).callbacks_open
    assert not fit(loop.replace("break", "pass"), tmp_path).callbacks_open


MODELS = {
    "as it is": "net = Net()",
    "moved": "net = Net().to('cuda')",
    "compiled": "net = torch.compile(Net().cuda())",
    "in parallel": "net = nn.DataParallel(Net())",
    "of layers": "net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))",
    "of torchvision": "import torchvision\nnet = torchvision.models.resnet18()",
}


@pytest.mark.parametrize("made", MODELS.values(), ids=MODELS)
def test_models(made: str, tmp_path: Path) -> None:
    text = f"{made}\nfor xb, yb in loader:\n F.mse_loss(net(xb), yb).backward()"
    assert fit(text, tmp_path).framework == "torch"


LOSSES = {
    "by a criterion": "nn.CrossEntropyLoss()(model(xb), yb)",
    "scaled": "F.mse_loss(model(xb), yb) / 4 + 0.1 * sum(p.norm() for p in model.parameters())",
    "by hand": "((model(xb) - yb) ** 2).mean()",
    "of the output itself": "model(xb).logsumexp(1).mean()",
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_losses(loss: str, tmp_path: Path) -> None:
    text = f"for xb, yb in loader:\n loss = {loss}\n loss.backward()"
    (only,) = read(text, tmp_path).records.fits
    assert only.features is not None


def test_the_fabric_descends_too(tmp_path: Path) -> None:
    text = "for xb, yb in loader:\n accelerator.backward(F.mse_loss(model(xb), yb))"
    assert fit(text, tmp_path).framework == "torch"


def test_backward_of_something_else_is_no_training(tmp_path: Path) -> None:
    assert read("cursor.backward()\nloss.backward()", tmp_path).records.fits == ()


EVALUATED = {
    "a loader": ("for xb, yb in loader:\n out = model(xb)", True),
    "without gradients": ("with torch.no_grad():\n for xb, yb in loader:\n  model(xb)", True),
    "all rows": ("out = model(x)", True),
    "a layer of its own": (
        "class Deep(nn.Module):\n def forward(self, x):\n  return model(x)",
        False,
    ),
    "a training": (f"for xb, yb in loader:\n {STEP}", False),
}


@pytest.mark.parametrize(("text", "evaluates"), EVALUATED.values(), ids=EVALUATED)
def test_evaluations(text: str, evaluates: bool, tmp_path: Path) -> None:
    assert bool(read(text, tmp_path).records.evaluations) == evaluates


SAME_ROWS = {
    "DataLoader(TensorDataset(a, b), 8)": True,
    "DataLoader(TensorDataset(torch.tensor(a).float(), b), shuffle=True)": True,
    "DataLoader(TensorDataset(a, b), sampler=SubsetRandomSampler(few))": False,
    "DataLoader(Subset(TensorDataset(a, b), few))": False,
    "torch.utils.data.random_split(TensorDataset(a, b), [8, 2])[0]": False,
}


@pytest.mark.parametrize(("made", "same"), SAME_ROWS.items(), ids=SAME_ROWS)
def test_rows_of_loaders(made: str, same: bool, tmp_path: Path) -> None:
    program = read(f"made = {made}", tmp_path)
    lineage = lineage_of(program.records.draws)
    loader = bound(program)["made"]
    assert lineage.whole(loader) == ("unbound", "a")
    assert (lineage.rows(loader) == ("unbound", "a")) == same


def test_the_parts_of_a_split_are_three(tmp_path: Path) -> None:
    program = read(
        "parts = torch.utils.data.random_split(rows, [6, 2, 2])\n"
        "one, two, three = parts[0], parts[1], parts[2]",
        tmp_path,
    )
    lineage = lineage_of(program.records.draws)
    keys = {lineage.rows(bound(program)[name]) for name in ("one", "two", "three")}
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("name", "role"),
    [("testloader", "test"), ("val_dl", "validation"), ("trainloader", "train"), ("dtest", "test")],
)
def test_names_of_loaders_and_matrices_state_a_role(name: str, role: str) -> None:
    assert named_role(name) == role
