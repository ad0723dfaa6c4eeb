"""What the rules say where trials train PyTorch models in loops of their own."""

from __future__ import annotations

from tests.rules.programs import TRAINING_RULES, check_programs, marked

HEAD = """
import copy
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from hyperopt import fmin, hp, tpe
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset, random_split
from sklearn.model_selection import KFold, train_test_split
torch.manual_seed(3)
class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 2))
    def forward(self, x):
        return self.layers(x)
"""
UNSEEDED = HEAD.replace("torch.manual_seed(3)\n", "pass\n")
LOADERS = """
x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=0)
train_loader = DataLoader(TensorDataset(torch.tensor(x_train), torch.tensor(y_train)), 8, True)
val_loader = DataLoader(TensorDataset(torch.tensor(x_val), torch.tensor(y_val)), 8)
"""
TEST_LOADERS = (
    LOADERS.replace("x_val", "x_test").replace("y_val", "y_test").replace("val_", "test_")
)
SCORING = """
def accuracy_on(model, loader):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for xb, yb in loader:
            predicted = model(xb).argmax(dim=1)
            correct += (predicted == yb).sum().item()
            total += yb.size(0)
    return correct / total
def loss_on(model, loader):
    criterion, running = nn.CrossEntropyLoss(), 0.0
    with torch.no_grad():
        for xb, yb in loader:
            running += criterion(model(xb), yb).item() * xb.size(0)
    return running / len(loader.dataset)
"""
TRAINING = """
def train(model, optimizer, loader, epochs):
    for epoch in range(epochs):
        for xb, yb in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(xb), yb)
            loss.backward()
            optimizer.step()
"""
FMIN = """
best = fmin(objective, {"hidden": hp.choice("hidden", [4, 8]), "lr": hp.loguniform("lr", -9, -1)},
            algo=tpe.suggest, max_evals=30, rstate=np.random.default_rng(1))
"""


def objective(scored: str, epochs: int = 9, before: str = "") -> str:
    return f"""
def objective(params):
    {before or "pass"}
    model = Net(params["hidden"]).to("cpu")
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    train(model, optimizer, train_loader, {epochs})
    return {scored}
"""


def program(scored: str, *, head: str = HEAD, loaders: str = LOADERS, epochs: int = 9) -> str:
    return head + loaders + SCORING + TRAINING + objective(scored, epochs) + FMIN


def loop(body: str, *, values: str = "[0.1, 0.01]", before: str = "", head: str = HEAD) -> str:
    start = head + LOADERS + SCORING + TRAINING + before
    return start + f"best, winner = 0, None\nfor lr in {values}:\n" + body


BODY = """\
    model = Net(8)
    train(model, torch.optim.SGD(model.parameters(), lr=lr), train_loader, 9)
    accuracy = accuracy_on(model, val_loader)
    if accuracy > best:
        best, winner = accuracy, lr
"""


def one_function(switch: str, asked: str, training: str, scoring: str, *, rows: str) -> str:
    """A program whose one function runs over a loader, and trains where it is told to."""
    return f"""{HEAD}{LOADERS}{TEST_LOADERS}
def run(model, loader, {switch}):
    hits = total = 0
    for xb, yb in loader:
        output = model(xb)
        hits += (output.argmax(dim=1) == yb).sum().item()
        total += yb.size(0)
        if {asked}:
            optimizer.zero_grad()
            F.cross_entropy(output, yb).backward()
            optimizer.step()
    return hits / total
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    for epoch in range(10):
        run(model, train_loader, {training})
        score = run(model, {rows}, {scoring})
    return -score
{FMIN}"""


# Each program with the rule that speaks of it, and a piece of the line where it speaks.
FLAGGED = {
    "nothing seeds PyTorch": marked(
        program("-accuracy_on(model, val_loader)", head=UNSEEDED),
        {"best = fmin(": "# TUN105: the search is seeded, but the training inside its trials"},
    ),
    "NumPy's generator is not PyTorch's": marked(
        program("loss_on(model, val_loader)", head=UNSEEDED + "np.random.seed(1)\n"),
        {
            "best = fmin(": "# TUN105: the search is seeded, but the training inside its trials is not: the same configuration scores differently in every run"
        },
    ),
    "an unseeded loop over learning rates": marked(
        loop(BODY, head=UNSEEDED),
        {"for lr": "# TUN105: the training inside the trials is not seeded"},
    ),
    "an unseeded random_split": program(
        "loss_on(model, val_loader)",
        head=UNSEEDED,
        loaders="""
parts = random_split(TensorDataset(torch.tensor(x), torch.tensor(y)), [80, 20])  # TUN106: this split is not seeded: every run compares
train_loader, val_loader = DataLoader(parts[0], 8), DataLoader(parts[1], 8)
torch.manual_seed(1)
""",
    ),
    "two draws before one data set": program(
        "loss_on(model, val_loader)",
        loaders="""
x_train, y_train = x[torch.randperm(len(x))], y[torch.randperm(len(y))]  # TUN201: loader and y_train are permuted separately
train_loader = DataLoader(TensorDataset(x_train, y_train), 8)
""",
    ),
    "scored on the test loader": program(
        "-accuracy_on(model, test_loader)  # TUN202: the search is scored on the test set (test_loader)",
        loaders=TEST_LOADERS,
    ),
    "scored on test rows, not in batches": HEAD
    + """
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    for epoch in range(50):
        optimizer.zero_grad()
        F.cross_entropy(model(x_train), y_train).backward()
        optimizer.step()
    with torch.no_grad():
        return F.cross_entropy(model(x_test), y_test).item()  # TUN202: the search is scored on the test set (x_test)
"""
    + FMIN,
    "the training loss is returned": HEAD
    + LOADERS
    + """
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    criterion = nn.CrossEntropyLoss()
    for epoch in range(10):
        running = 0.0
        for xb, yb in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()
            running += loss.item()
    return running / len(train_loader)  # TUN303: loss is measured on train_loader, which the model was trained
"""
    + FMIN,
    "scored on the training loader": program(
        "loss_on(model, train_loader)  # TUN303: loss is measured on loader, which the model was trained"
    ),
    "trained where it is scored, by one function": marked(
        one_function("optimizer, train=True", "train", "optimizer", "optimizer", rows="val_loader"),
        {"return": "# TUN303: accuracy is measured on loader, which the model was trained"},
    ),
    "scored on the test loader by the one function that trains": marked(
        one_function("optimizer=None", "optimizer", "optimizer", "None", rows="test_loader"),
        {"score = run(": "# TUN202: the search is scored on the test set (test_loader)"},
    ),
    "scored on the training loader by the one function that trains": marked(
        one_function(
            "optimizer, train", "train", "optimizer, True", "optimizer, False", rows="train_loader"
        ),
        {"return": "# TUN303: accuracy is measured on loader, which the model was trained"},
    ),
    "accuracy minimised": program(
        "accuracy_on(model, val_loader)  # TUN304: the search minimises accuracy"
    ),
    "a loss with its sign turned": program(
        "-loss_on(model, val_loader)  # TUN304: the search minimises the negated loss"
    ),
    "two epochs": marked(
        program("loss_on(model, val_loader)", epochs=2),
        {"loss.backward(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "one pass over the loader": HEAD
    + LOADERS
    + SCORING
    + """
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    for xb, yb in train_loader:
        optimizer.zero_grad()
        F.cross_entropy(model(xb), yb).backward()  # TUN402: trials train for 1 epoch: the search ranks how fast
        optimizer.step()
    return loss_on(model, val_loader)
"""
    + FMIN,
    "the winner trains much longer": marked(
        loop(BODY)
        + "final = Net(8)\n"
        + "train(final, torch.optim.SGD(final.parameters(), lr=winner), train_loader, 90)\n",
        {"loss.backward(": "# TUN401: trials train for 9 epochs, the winner for 90"},
    ),
    "the best epoch of each, the best of them afterwards": HEAD
    + TEST_LOADERS
    + SCORING
    + TRAINING
    + """
results = {}
for lr in [0.1, 0.01]:
    model = Net(8)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    best = 0.0
    for epoch in range(20):
        train(model, optimizer, train_loader, 1)
        accuracy = accuracy_on(model, test_loader)  # TUN202: the loop is scored on the test set (test_loader)
        if accuracy > best:
            best = accuracy
    results[lr] = {"best": best, "last": accuracy}
print(max(results, key=lambda lr: results[lr]["best"]))
""",
    "one model for all trials": marked(
        HEAD
        + LOADERS
        + SCORING
        + TRAINING
        + "model = Net(8).to('cpu')\n"
        + objective("loss_on(model, val_loader)").replace(
            'model = Net(params["hidden"]).to("cpu")', "pass"
        )
        + FMIN,
        {"loss.backward(": "# TUN607: every trial trains the same model object"},
    ),
    "one model for all passes of a loop": marked(
        loop(BODY.replace("    model = Net(8)\n", ""), before="model = Net(8)\n"),
        {"loss.backward(": "# TUN607: every trial trains the same model object"},
    ),
}

OPTUNA = """
import optuna
def objective(trial):
    layers, width = [], 4
    for number in range(trial.suggest_int("layers", 1, 3)):
        layers += [nn.Linear(width, trial.suggest_int(f"units{number}", 4, 9)), nn.ReLU()]
        width = trial.suggest_int(f"units{number}", 4, 9)
    model = nn.Sequential(*layers, nn.Linear(width, 2)).to("cpu")
    optimizer = getattr(torch.optim, trial.suggest_categorical("name", ["Adam", "SGD"]))(
        model.parameters(), lr=trial.suggest_float("lr", 1e-4, 1e-1, log=True)
    )
    for epoch in range(9):
        for number, (xb, yb) in enumerate(train_loader):
            optimizer.zero_grad()
            F.nll_loss(model(xb.view(xb.size(0), -1)), yb).backward()
            optimizer.step()
        accuracy = accuracy_on(model, {loader})
        trial.report(accuracy, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return accuracy
study = optuna.create_study({direction}sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=50)
"""
MAXIMISED = {"loader": "val_loader", "direction": "direction='maximize', "}


def optuna(head: str = HEAD, loaders: str = LOADERS, **pieces: str) -> str:
    text = OPTUNA
    for name, piece in (MAXIMISED | pieces).items():
        text = text.replace("{" + name + "}", piece)
    return head + loaders + SCORING + text


FLAGGED |= {
    "a study that minimises accuracy": marked(
        optuna(direction=""),
        {"return": "# TUN304: the study minimises accuracy"},
    ),
    "a study scored on the test loader": marked(
        optuna(loader="test_loader", loaders=TEST_LOADERS),
        {"accuracy = accuracy_on(": "# TUN202: the study is scored on the test set (test_loader)"},
    ),
    "a seeded study without PyTorch's seed": marked(
        optuna(head=UNSEEDED),
        {"study = optuna.": "# TUN105: the study is seeded, but the training inside its trials"},
    ),
}

# The ways in which one function is told not to train.
TOLD = {
    "no optimizer": ("optimizer=None", "optimizer", "optimizer", "None"),
    "no optimizer by default": ("optimizer=None", "optimizer is not None", "optimizer", ""),
    "by a flag": ("optimizer, train", "train", "optimizer, True", "optimizer, False"),
    "by a flag's name": ("optimizer, train=True", "train", "optimizer", "optimizer, train=False"),
    "by a word": (
        "optimizer, phase",
        "phase == 'train'",
        "optimizer, 'train'",
        "optimizer, 'val'",
    ),
}
SILENT = {
    f"one function that trains and scores: {name}": one_function(*told, rows="val_loader")
    for name, told in TOLD.items()
}
SILENT |= {
    "a number of steps over the loader": HEAD
    + LOADERS
    + SCORING
    + """
def objective(params):
    model, steps = Net(params["hidden"]), 0
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    for xb, yb in train_loader:
        optimizer.zero_grad()
        F.cross_entropy(model(xb), yb).backward()
        optimizer.step()
        steps += 1
        if steps >= most_steps:
            break
    return loss_on(model, val_loader)
"""
    + FMIN,
    "a study as it should be": optuna(),
    "a search as it should be": program("-accuracy_on(model, val_loader)"),
    "seeded in the trial": HEAD.replace("torch.manual_seed(3)\n", "")
    + LOADERS
    + SCORING
    + TRAINING
    + objective("loss_on(model, val_loader)", before="torch.manual_seed(0)")
    + FMIN,
    "seeded by a function of the project": program(
        "loss_on(model, val_loader)",
        head=UNSEEDED
        + "def fix(seed):\n    np.random.seed(seed)\n    torch.manual_seed(seed)\nfix(4)\n",
    ),
    "the order of batches": program(
        "loss_on(model, val_loader)",
        loaders=LOADERS.replace(", 8, True)", ", batch_size=8, shuffle=True)"),
    ),
    "a split with a generator": program(
        "loss_on(model, val_loader)",
        loaders="""
generator = torch.Generator().manual_seed(1)
parts = random_split(TensorDataset(torch.tensor(x), torch.tensor(y)), [80, 20], generator)
train_loader, val_loader = DataLoader(parts[0], 8), DataLoader(parts[1], 8)
""",
    ),
    "three parts of one split": program(
        "loss_on(model, val_loader)",
        loaders="""
train_set, val_set, test_set = random_split(TensorDataset(x, y), [80, 20, 20])
train_loader, val_loader = DataLoader(train_set, 8), DataLoader(val_set, 8)
""",
    ),
    "named for what it is": program(
        "loss_on(model, val_loader)",
        loaders=LOADERS.replace("x_val", "x_test").replace("y_val", "y_test"),
    ),
    "the best epoch is no search": HEAD
    + LOADERS
    + SCORING
    + """
model = Net(8)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
best, waited = 0, 0
for epoch in range(100):
    for xb, yb in train_loader:
        optimizer.zero_grad()
        F.cross_entropy(model(xb), yb).backward()
        optimizer.step()
    accuracy = accuracy_on(model, test_loader)
    if accuracy > best:
        best, waited = accuracy, 0
        torch.save(model.state_dict(), "best.pt")
    else:
        waited += 1
        if waited > 5:
            break
""",
    "a rate that falls with the epochs is no search": HEAD
    + LOADERS
    + SCORING
    + """
model = Net(8)
best = 0
for epoch in range(100):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1 * 0.9 ** epoch)
    for xb, yb in train_loader:
        optimizer.zero_grad()
        F.cross_entropy(model(xb), yb).backward()
        optimizer.step()
    accuracy = accuracy_on(model, test_loader)
    if accuracy > best:
        best = accuracy
""",
    "phases of one training are no search": HEAD
    + """
model = Net(8)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best = 0.0
for epoch in range(25):
    for phase in ["train", "val"]:
        hits = 0
        for xb, yb in loaders[phase]:
            optimizer.zero_grad()
            with torch.set_grad_enabled(phase == "train"):
                out = model(xb)
                loss = F.cross_entropy(out, yb)
                if phase == "train":
                    loss.backward()
                    optimizer.step()
            hits += torch.sum(out.argmax(1) == yb)
        accuracy = hits / len(loaders[phase].dataset)
        if phase == "val" and accuracy > best:
            best = accuracy
""",
    "phases inside of a trial": HEAD
    + """
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.SGD(model.parameters(), lr=params["lr"])
    best = 0.0
    for epoch in range(25):
        for phase in ["train", "val"]:
            hits = 0
            for xb, yb in loaders[phase]:
                optimizer.zero_grad()
                out = model(xb)
                if phase == "train":
                    F.cross_entropy(out, yb).backward()
                    optimizer.step()
                hits += torch.sum(out.argmax(1) == yb)
            accuracy = hits / len(loaders[phase].dataset)
            if phase == "val" and accuracy > best:
                best = accuracy
    return 1 - best
"""
    + FMIN,
    "rates that are only written down": loop(
        """\
    model = Net(8)
    lowest = float("inf")
    for epoch in range(20):
        train(model, torch.optim.SGD(model.parameters(), lr=lr), train_loader, 1)
        loss = loss_on(model, test_loader)
        if loss < lowest:
            lowest = loss
    print(lr, lowest)
"""
    ),
    "rates whose best epochs are only written down": loop(
        """\
    model = Net(8)
    highest = 0.0
    for epoch in range(20):
        train(model, torch.optim.SGD(model.parameters(), lr=lr), train_loader, 1)
        accuracy = accuracy_on(model, test_loader)
        if accuracy > highest:
            highest = accuracy
    print(lr, highest)
"""
    ),
    "weights set back": loop(
        BODY.replace("model = Net(8)", "model.load_state_dict(start)"),
        before="model = Net(8)\nstart = copy.deepcopy(model.state_dict())\n",
    ),
    "weights drawn anew": loop(
        BODY.replace("model = Net(8)", "model.apply(fresh)"),
        before="model = Net(8)\n"
        "def fresh(layer):\n    if hasattr(layer, 'weight'):\n"
        "        layer.reset_parameters()\n",
    ),
    "copied inside": loop(
        BODY.replace("model = Net(8)", "model = copy.deepcopy(base)"), before="base = Net(8)\n"
    ),
    "a new head on one frozen body": loop(
        BODY.replace("model = Net(8)", "model = nn.Sequential(body, nn.Linear(2, 2))"),
        before="body = Net(8)\n",
    ),
    "a teacher from outside": HEAD
    + LOADERS
    + SCORING
    + """
teacher = Net(64)
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    for epoch in range(9):
        for xb, yb in train_loader:
            optimizer.zero_grad()
            F.kl_div(model(xb), teacher(xb)).backward()
            optimizer.step()
    return loss_on(model, val_loader)
"""
    + FMIN,
    "as many epochs as the configuration says": HEAD
    + LOADERS
    + SCORING
    + TRAINING
    + objective("loss_on(model, val_loader)").replace(
        "train_loader, 9)", 'train_loader, params["n"])'
    )
    + FMIN,
    "a final training that can end early": loop(BODY)
    + """
final = Net(8)
optimizer = torch.optim.SGD(final.parameters(), lr=winner)
for epoch in range(900):
    for xb, yb in train_loader:
        optimizer.zero_grad()
        F.cross_entropy(final(xb), yb).backward()
        optimizer.step()
    if loss_on(final, val_loader) < 0.1:
        break
""",
    "folds inside of the trial": HEAD
    + TRAINING
    + SCORING
    + """
data = TensorDataset(torch.tensor(x), torch.tensor(y))
def objective(params):
    scores = []
    for train_rows, val_rows in KFold(5).split(x):
        model = Net(params["hidden"])
        optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
        train(model, optimizer, DataLoader(Subset(data, train_rows), 8), 9)
        scores.append(loss_on(model, DataLoader(Subset(data, val_rows), 8)))
    return np.mean(scores)
"""
    + FMIN,
    "rows mixed in every batch, and a closure": HEAD
    + LOADERS
    + SCORING
    + """
def mixed(xb, yb):
    order = torch.randperm(xb.shape[0])
    return 0.7 * xb + 0.3 * xb[order], yb
def objective(params):
    model = Net(params["hidden"])
    optimizer = torch.optim.LBFGS(model.parameters(), lr=params["lr"])
    for epoch in range(9):
        for xb, yb in train_loader:
            inputs, targets = mixed(xb.to("cpu"), yb.to("cpu"))
            def closure():
                optimizer.zero_grad()
                loss = F.cross_entropy(model(inputs), targets)
                loss.backward()
                return loss
            optimizer.step(closure)
    return loss_on(model, val_loader)
"""
    + FMIN,
    "training and validation loss together": HEAD
    + LOADERS
    + SCORING
    + TRAINING
    + objective("abs(loss_on(model, train_loader) - 0.1) + loss_on(model, val_loader)")
    + FMIN,
    "one class of data, told where to look": program(
        "loss_on(model, val_loader)",
        loaders="""
class Rows(Dataset):
    def __init__(self, table, rows):
        self.table, self.rows = table, rows
train_loader = DataLoader(Rows(table, first), 8)
val_loader = DataLoader(Rows(table, second), 8)
""",
    ),
}


test_programs = check_programs(TRAINING_RULES, FLAGGED, SILENT)
