"""TUN205: validation rows that Keras cannot split off."""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

HEAD = "import keras\nimport keras_tuner as kt\nimport tensorflow as tf\n"
TUNER = "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=1)\n"
SPLIT = "tuner.search(data, epochs=9, validation_split=0.2)\n"

FLAGGED = {
    "a data set": marked(
        HEAD
        + TUNER
        + "data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(99, seed=1).batch(8)\n"
        + SPLIT,
        {"tuner.": "# TUN205: validation_split cannot split a tf.data.Dataset"},
    ),
    "by keyword, named share": HEAD
    + TUNER
    + "SHARE = 0.25\n"
    + "data = keras.utils.image_dataset_from_directory('cats', image_size=(8, 8))\n"
    + "data = data.map(scale).cache().prefetch(tf.data.AUTOTUNE)\n"
    + "tuner.search(\n    x=data,\n    validation_split=SHARE,  # TUN205: validation_split cannot split a tf.data.Dataset\n)\n",
    "a sequence of the project": HEAD
    + "class Rows(keras.utils.PyDataset):\n    def __len__(self):\n        return 4\n"
    + "    def __getitem__(self, i):\n        return x[i], y[i]\n"
    + TUNER
    + "tuner.search(Rows(), validation_split=0.1)  # TUN205: validation_split cannot split a keras.utils.Sequence\n",
    "a generator of the project": HEAD
    + "def batches(x, y):\n    while True:\n        yield x[:8], y[:8]\n"
    + TUNER
    + "tuner.search(batches(x, y), steps_per_epoch=4, validation_split=0.1)  # TUN205: validation_split cannot split a generator: every trial fails with ValueError\n",
    "augmented images": "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
    "import keras_tuner\n"
    "images = ImageDataGenerator(rescale=1 / 255)\n"
    "tuner = keras_tuner.Hyperband(build, 'val_accuracy', max_epochs=9)\n"
    "tuner.search(images.flow(x, y, batch_size=8), validation_split=0.1)  # TUN205: validation_split cannot split a keras.utils.Sequence\n",
    "the winner's training": HEAD
    + TUNER
    + "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
    + "tuner.search(data, validation_data=held_out)\n"
    + "model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])\n"
    + "model.fit(data, epochs=9, validation_split=0.2)  # TUN205: validation_split cannot split a tf.data.Dataset\n",
    "a training in the trial": HEAD
    + "class Model(kt.HyperModel):\n    def build(self, hp):\n"
    + "        model = keras.Sequential([keras.layers.Dense(1)])\n"
    + "        model.compile('adam', 'mse')\n        return model\n"
    + "    def fit(self, hp, model, x, y, callbacks=None):\n"
    + "        data = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
    + "        return model.fit(data, validation_split=0.2, epochs=9, callbacks=callbacks)  # TUN205: validation_split cannot split a tf.data.Dataset\n"
    + "tuner = kt.RandomSearch(Model(), objective='val_loss')\ntuner.search(x, y)\n",
}

SILENT = {
    "arrays": HEAD + TUNER + "tuner.search(x, y, validation_split=0.2)\n",
    "validation data too": HEAD
    + TUNER
    + "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
    + "tuner.search(data, validation_data=held_out, validation_split=0.2)\n",
    "no split": HEAD
    + TUNER
    + "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
    + "tuner.search(data, validation_split=0.0)\n",
    "unknown data": HEAD + TUNER + "data = load()\n" + SPLIT,
    "arrays out of a data set": HEAD
    + TUNER
    + "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(99)\n"
    + "x, y = next(iter(data))\ntuner.search(x, y, validation_split=0.2)\n",
    "a data set or arrays": HEAD
    + TUNER
    + "data = tf.data.Dataset.from_tensor_slices(x).batch(8) if big else x\n"
    + SPLIT,
    "the share of an augmenter": HEAD
    + TUNER
    + "images = keras.preprocessing.image.ImageDataGenerator(validation_split=0.2)\n"
    + "data = images.flow_from_directory('cats', subset='training')\n"
    + "tuner.search(data, validation_data=images.flow_from_directory('cats'))\n",
    "no search": "import keras\nimport tensorflow as tf\n"
    + "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
    + "model = keras.Sequential()\nmodel.fit(data, validation_split=0.2)\n",
    "a trial of the project": HEAD
    + "class Mine(kt.RandomSearch):\n    def run_trial(self, trial, data, validation_split):\n"
    + "        return train(self.hypermodel.build(trial.hyperparameters), data)\n"
    + "tuner = Mine(build, objective='val_loss')\n"
    + "tuner.search(tf.data.Dataset.range(9), validation_split=0.2)\n",
}


test_programs = check_programs("TUN205", FLAGGED, SILENT)
