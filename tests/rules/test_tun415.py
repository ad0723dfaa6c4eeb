"""TUN415: returns that end the loop over epochs in its first pass."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import notebook

RUN = "study = optuna.create_study()\nstudy.optimize(objective, n_trials=50)\n"
OBJECTIVE = (
    "import optuna\ndef objective(trial):\n"
    "    model = make(trial.suggest_float('rate', 1e-4, 1e-1, log=True))\n"
)
TORCH = """
import optuna
import torch
from torch.utils.data import DataLoader

loader = DataLoader(data, batch_size=32)

def objective(trial):
    net = torch.nn.Linear(8, 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=trial.suggest_float("lr", 1e-5, 1e-1))
    for {loop}:
        for batch, label in loader:
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(net(batch), label)
            loss.backward()
            optimizer.step()
        {end}

"""
MARK = "# TUN415: this return stands inside the loop over"

FLAGGED = {
    "by the variable's name": OBJECTIVE
    + "    for epoch in range(20):\n        loss = train_epoch(model)\n"
    f"        return loss  {MARK} 20 epochs: each trial trains for 1 epoch\n" + RUN,
    "after a pruning": OBJECTIVE
    + "    for n in range(EPOCHS):\n        loss = train_epoch(model)\n"
    "        trial.report(loss, step=n)\n"
    "        if trial.should_prune():\n            raise optuna.TrialPruned()\n"
    f"        return loss  {MARK} epochs: each trial trains for 1 epoch\n" + RUN,
    "PyTorch, whatever the variable": TORCH.format(
        loop="i in range(15)", end=f"return validate(net)  {MARK} 15 epochs"
    )
    + RUN,
    "in a with": TORCH.format(
        loop="_ in range(epochs)",
        end=f"with torch.no_grad():\n            return validate(net)  {MARK} epochs",
    )
    + RUN,
    "a progress bar": "from tqdm import tqdm\n"
    + OBJECTIVE
    + "    for epoch in tqdm(range(9)):\n        loss = train_epoch(model)\n"
    f"        return loss  {MARK}\n" + RUN,
    "in a helper": {
        "training.py": "def train(model, x, y, epochs=30):\n    for n in range(epochs):\n"
        f"        model.partial_fit(x, y)\n        return model  {MARK} 30 epochs\n",
        "search.py": "import training\n"
        + OBJECTIVE
        + "    return training.train(model, x, y).score(v, w)\n"
        + RUN,
    },
    "a drawn number, in a class": "import optuna as op\nclass Tuning:\n"
    "    def __call__(self, trial):\n        model = make(trial.suggest_int('n', 1, 9))\n"
    "        for n_epoch in range(trial.suggest_int('epochs', 5, 50)):\n"
    "            loss = train_epoch(model)\n"
    f"            return loss  {MARK} epochs\n"
    "op.create_study().optimize(Tuning(), n_trials=50)\n",
    "nothing is returned": "from ray import tune\ndef train(config):\n    model = make(config)\n"
    "    for epoch in range(10):\n        tune.report({'loss': train_epoch(model)})\n"
    f"        return  {MARK} 10 epochs\n"
    "tune.run(train, config={'rate': tune.uniform(0, 1)}, num_samples=20)\n",
    "Hyperopt in a notebook": {
        "search.ipynb": notebook(
            "from hyperopt import fmin, hp, tpe\n"
            "def loss(params):\n    model = make(params)\n    for epoch in range(10):\n"
            f"        value = train_epoch(model)\n        return value  {MARK} 10 epochs\n",
            "fmin(loss, hp.uniform('x', 0, 1), algo=tpe.suggest, max_evals=50)\n",
        )
    },
}

SILENT = {
    "one epoch, by tqdm": """
import optuna
from tqdm import trange
def objective(trial):
    rate = trial.suggest_float("rate", 0.01, 0.1)
    for epoch in trange(1):
        loss = train(rate)
        return loss
optuna.create_study().optimize(objective, n_trials=20)
""",
    "after the loop": OBJECTIVE
    + "    for epoch in range(20):\n        loss = train_epoch(model)\n    return loss\n"
    + RUN,
    "under a condition": OBJECTIVE
    + "    for epoch in range(20):\n        loss = train_epoch(model)\n"
    "        if loss < 0.1:\n            return loss\n    return loss\n" + RUN,
    "a condition that goes on": OBJECTIVE
    + "    for epoch in range(20):\n        loss = train_epoch(model)\n"
    "        if epoch < 19:\n            continue\n        return loss\n" + RUN,
    "both ways return": OBJECTIVE
    + "    for epoch in range(20):\n        loss = train_epoch(model)\n"
    "        if loss < 0.1:\n            return loss\n        else:\n            return 1.0\n"
    + RUN,
    "another try": OBJECTIVE
    + "    for epoch in range(3):\n        try:\n            return train_epoch(model)\n"
    "        except RuntimeError:\n            model = make(0.1)\n    return 1.0\n" + RUN,
    "one pass by design": OBJECTIVE
    + "    for epoch in range(1):\n        loss = train_epoch(model)\n        return loss\n"
    + RUN,
    "one batch by design": TORCH.format(loop="epoch in range(3)", end="pass").replace(
        "            optimizer.step()\n", "            optimizer.step()\n            return 1.0\n"
    )
    + RUN,
    "the first fold": OBJECTIVE
    + "    for train, valid in folds.split(x, y):\n        model.fit(x[train], y[train])\n"
    "        return model.score(x[valid], y[valid])\n" + RUN,
    "the first of several": OBJECTIVE
    + "    for n in range(5):\n        model.fit(x, y)\n        return model.score(v, w)\n"
    + RUN,
    "epochs of a log": OBJECTIVE
    + "    for epoch in train(model):\n        return epoch['loss']\n"
    + RUN,
    "while": OBJECTIVE
    + "    epoch = 0\n    while epoch < 20:\n        epoch += 1\n        return train_epoch(model)\n"
    + RUN,
    "a function inside": OBJECTIVE
    + "    for epoch in range(20):\n        def run():\n            return train_epoch(model)\n"
    "        loss = run()\n    return loss\n" + RUN,
    "not in a trial": OBJECTIVE
    + "    return train(model)\n"
    + RUN
    + "def final(model):\n    for epoch in range(20):\n        train_epoch(model)\n        return model\n"
    "final(make(**study.best_params))\n",
}

test_programs = check_programs("TUN415", FLAGGED, SILENT)
