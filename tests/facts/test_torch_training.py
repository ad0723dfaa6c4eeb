"""What PyTorch's trainings draw from, what they go on from, and what names its parts have."""

import copy
import random
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset, random_split

from tunelint.libraries.torch import tables

pytestmark = pytest.mark.libraries

ROWS = TensorDataset(torch.arange(40.0).reshape(20, 2), torch.arange(20.0))


def weights(_: object = None) -> torch.Tensor:
    return nn.Linear(3, 3).weight.detach()


def dropped(_: object = None) -> torch.Tensor:
    return nn.Dropout(0.5)(torch.ones(64))


def batches(_: object = None) -> torch.Tensor:
    return torch.cat([labels for _, labels in DataLoader(ROWS, batch_size=4, shuffle=True)])


def split(_: object = None) -> torch.Tensor:
    return torch.tensor(random_split(ROWS, [12, 8])[0].indices)


DRAWING: dict[str, Callable[[], torch.Tensor]] = {
    "weights": weights,
    "dropout": dropped,
    "order of batches": batches,
    "random_split": split,
    "randperm": lambda: torch.randperm(20),
}


@pytest.mark.parametrize("draw", DRAWING.values(), ids=DRAWING)
def test_all_of_it_reads_pytorchs_own_generator(draw: Callable[[], torch.Tensor]) -> None:
    torch.manual_seed(1)
    first = draw()
    torch.manual_seed(1)
    assert torch.equal(draw(), first)
    random.seed(1)
    np.random.seed(1)
    unseeded = draw()
    random.seed(1)
    np.random.seed(1)
    assert not torch.equal(draw(), unseeded)


def test_a_generator_of_its_own_seeds_a_split() -> None:
    def parts() -> list[int]:
        generator = torch.Generator().manual_seed(3)
        return list(random_split(ROWS, [12, 8], generator=generator)[0].indices)

    assert parts() == parts()


def test_the_parts_of_a_split_share_no_row() -> None:
    first, second, third = (set(part.indices) for part in random_split(ROWS, [10, 6, 4]))
    assert not first & second
    assert not (first | second) & third


def test_loaders_and_subsets_keep_the_rows() -> None:
    assert sorted(batches().tolist()) == list(range(20))
    kept = [labels for _, labels in DataLoader(Subset(ROWS, [3, 5]), batch_size=1)]
    assert [float(label) for label in kept] == [3, 5]


def trained(model: nn.Module, steps: int = 3) -> nn.Module:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        (model(torch.ones(4, 3)) - 1).pow(2).mean().backward()
        optimizer.step()
    return model


def test_a_new_optimizer_goes_on_from_the_weights_that_are_there() -> None:
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    start = copy.deepcopy(model.state_dict())
    after = copy.deepcopy(trained(model).weight)
    assert not torch.equal(after, start["weight"])
    assert torch.equal(trained(model, steps=0).weight, after)
    model.load_state_dict(start)
    assert torch.equal(model.weight, start["weight"])


def test_a_copy_and_a_reset_start_afresh() -> None:
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    start = model.weight.detach().clone()
    trained(copy.deepcopy(model))
    assert torch.equal(model.weight, start)
    trained(model).apply(lambda layer: layer.reset_parameters())
    torch.manual_seed(0)
    assert torch.equal(nn.Linear(3, 1).weight, start)


@pytest.mark.parametrize(
    "method", sorted(tables.MOVING & {"to", "cpu", "train", "eval", "float", "double", "half"})
)
def test_what_moves_a_module_gives_it_back(method: str) -> None:
    model = nn.Linear(2, 2)
    handed = ("cpu",) if method == "to" else ()
    assert getattr(model, method)(*handed) is model


@pytest.mark.parametrize("name", sorted(tables.LOSS_FUNCTIONS))
def test_losses_have_these_names(name: str) -> None:
    assert callable(getattr(nn.functional, name))


def test_every_loss_of_pytorch_is_told_by_its_name() -> None:
    classes = [name for name in dir(nn.modules.loss) if name.endswith("Loss")]
    assert {"CrossEntropyLoss", "MSELoss", "BCEWithLogitsLoss", "NLLLoss"} <= set(classes)
