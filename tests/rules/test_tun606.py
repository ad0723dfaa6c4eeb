"""TUN606: steps that never land on the maximum."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = "import keras_tuner as kt\n"
RUN = (
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=1)\n"
    "tuner.search(x, y, validation_split=0.2, epochs=9)\n"
)


def built(*declarations: str, head: str = HEAD) -> str:
    body = "".join(f"    {line}\n" for line in declarations)
    return f"{head}def build(hp):\n{body}    return make(hp)\n{RUN}"


FLAGGED = {
    "units": built(
        "hp.Int('units', 32, 100, step=32)  # TUN606: 'units' never reaches its maximum of 100: hp.Int draws 32, 64"
    ),
    "keywords": built(
        "hp.Int(  # TUN606: 'units' never reaches its maximum of 60: hp.Int draws 8, 24, 40",
        "    name='units',",
        "    min_value=8,",
        "    max_value=60, step=16)",
    ),
    "a binary fraction": built(
        "hp.Float('dropout', 0.0, 0.3, step=0.1)  # TUN606: 'dropout' never reaches its maximum of 0.3: hp.Float draws 0, 0.1, 0.2"
    ),
    "tenths up to one": built(
        "hp.Float('share', 0, 1, 0.1)  # TUN606: 'share' never reaches its maximum of 1: hp.Float draws 0, 0.1, …"
    ),
    "constants": built(
        "hp.Int('width', LOW, HIGH, STEP)  # TUN606: 'width' never reaches its maximum of 55: hp.Int draws 10, 20, …",
        head=HEAD + "LOW, HIGH, STEP = 10, 55, 10\n",
    ),
    "only the smallest": built(
        "hp.Int('n', 16, 20, step=32)  # TUN606: 'n' never reaches its maximum of 20: hp.Int draws only 16"
    ),
    "a name of each layer": built(
        "for i in range(hp.Int('layers', 1, 3)):",
        "    hp.Int(f'units_{i}', 32, 500, step=64)  # TUN606: this hyperparameter never reaches its maximum of 500",
    ),
    "a space of its own": HEAD
    + "hp = kt.HyperParameters()\nhp.Float('rate', 0.1, 0.45, step=0.1)  # TUN606: 'rate' never reaches its maximum of 0.45: hp.Float draws 0.1\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', hyperparameters=hp)\n"
    + "tuner.search(x, y, validation_split=0.2)\n",
    "whichever maximum it is": built(
        "top = 100 if small else 200",
        "hp.Int('units', 32, top, step=32)  # TUN606: 'units' never reaches its maximum: hp.Int draws 32, 64, 96",
    ),
}

SILENT = {
    "it lands": built("hp.Int('units', 32, 512, step=32)"),
    "fractions that land": built("hp.Float('dropout', 0.1, 0.5, step=0.1)"),
    "no step": built("hp.Int('units', 32, 100)", "hp.Float('dropout', 0.0, 0.33)"),
    "a step of one": built("hp.Int('layers', 1, 5, step=1)"),
    "logarithmic": built("hp.Float('lr', 1e-4, 5e-2, step=10, sampling='log')"),
    "sampling unknown": built("hp.Int('units', 3, 100, step=10, sampling=kind)"),
    "bounds unknown": built("hp.Int('units', 32, widest(), step=32)"),
    "the step unknown": built("hp.Int('units', 32, 100, step=read_step())"),
    "one maximum lands": built("top = 100 if small else 96", "hp.Int('units', 32, top, step=32)"),
    "the range is one value": built("hp.Int('units', 32, 32, step=8)"),
    "no search": HEAD + "def build(hp):\n    return hp.Int('units', 32, 100, step=32)\n",
}


test_programs = check_programs("TUN606", FLAGGED, SILENT)
