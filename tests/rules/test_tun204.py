"""TUN204: searches that validate on the rows they train on."""

from __future__ import annotations

from tests.rules.programs import check_programs

KT = "import keras_tuner as kt\ntuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
LOAD = (
    "from keras.datasets import mnist\n(x_train, y_train), (x_test, y_test) = mnist.load_data()\n"
)

FLAGGED = {
    "the same names": KT + "tuner.search(x_train, y_train, validation_data=(x_train, y_train))  # TUN204: the search validates on the rows it trains on (x_train): the configuration that memorises them best wins\n",
    "keywords over several lines": KT + "tuner.search(\n    x=x_train,\n    y=y_train,\n"
        "    validation_data=(x_train, y_train),  # TUN204: the search validates on the rows it trains on (x_train)\n)\n",
    "another name for the same array": KT + LOAD + "x_val, y_val = x_train, y_train\n"
        "tuner.search(x_train, y_train, validation_data=(x_val, y_val))  # TUN204: the search validates on the rows it trains on (x_val)\n",
    "scaled": KT + LOAD + "x = x_train / 255.0\nx_val = x_train.astype('float32') / 255.0\n"
        "tuner.search(x, y_train, validation_data=(x_val, y_train))  # TUN204: the search validates on the rows it trains on (x)\n",
    "two generators over the same arrays": KT + "tuner.search(images.flow(x, y), validation_data=plain.flow(x, y))  # TUN204: the search validates on the rows it trains\n",
    "one dataset": KT + "import tensorflow as tf\n"
        "ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(32)\n"
        "tuner.search(ds, validation_data=ds)  # TUN204: the search validates on the rows it trains on (ds)\n",
    "the same slice, in a function": KT + "def run(x, y):\n"
        "    tuner.search(x[:800], y[:800], epochs=4, validation_data=(x[:800], y[:800]))  # TUN204: the search validates on the rows it trains on (x)\n"
        "run(images, labels)\n",
    "the training side of a split, twice": KT + "from sklearn.model_selection import train_test_split as split\n"
        "a, b, c, d = split(x, y, random_state=0)\n"
        "data = (a, c)\ntuner.search(a, c, validation_data=data)  # TUN204: the search validates on the rows it trains on (a)\n",
}  # fmt: skip

SILENT = {
    "two parts that a generator deals out": KT
    + "from keras.preprocessing.image import ImageDataGenerator\n"
    "images = ImageDataGenerator(validation_split=0.2)\n"
    "tuner.search(images.flow(x, y, subset='training'),\n"
    "             validation_data=images.flow(x, y, subset='validation'))\n",
    "a part that a generator holds back": KT
    + "tuner.search(images.flow(x, y), validation_data=images.flow(x, y, subset='validation'))\n",
    "filtered in two ways": KT + "data = load().enumerate()\n"
    "tuner.search(data.filter(is_train).map(drop),\n"
    "             validation_data=data.filter(is_val).map(drop))\n",
    "taken and skipped": KT + "data = load().shuffle(100, seed=1)\n"
    "tuner.search(data.take(80).batch(8), validation_data=data.skip(80).batch(8))\n",
    "two names that nothing binds": KT
    + "tuner.search(x_train, y_train, validation_data=(x_val, y_val))\n",
    "the two sides of a split": KT
    + "from sklearn.model_selection import train_test_split as split\n"
    + "a, b, c, d = split(x, y)\ntuner.search(a, c, validation_data=(b, d))\n",
    "two slices": KT + "tuner.search(x[:800], y[:800], validation_data=(x[800:], y[800:]))\n",
    "two parts of a loader": KT
    + LOAD
    + "tuner.search(x_train, y_train, validation_data=(x_test, y_test))\n",
    "entries of a dictionary": KT
    + "tuner.search(d['x'], d['y'], validation_data=(d['x_val'], d['y_val']))\n",
    "validation_split": KT + "tuner.search(x_train, y_train, validation_split=0.2)\n",
    "two generators over one folder": KT
    + "train = gen.flow_from_directory('rows', subset='training')\n"
    + "val = gen.flow_from_directory('rows', subset='validation')\n"
    + "tuner.search(train, validation_data=val)\n",
    "one of several": KT
    + "val = x_train if quick else x_val\n"
    + "tuner.search(x_train, y_train, validation_data=(val, y_val))\n",
}


test_programs = check_programs("TUN204", FLAGGED, SILENT)
