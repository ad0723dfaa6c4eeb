"""What Keras once accepted and Keras 3 rejects, as data (TUN509, and one name of TUN504).

Every entry was observed with Keras 3.15.1 on TensorFlow 2.21.0, as `keras` and as
`tensorflow.keras`, and is held by `tests/facts`: the old spelling is rejected, the current one
works. What is merely ignored (`decay=`, `Dense(input_dim=…)`, `LeakyReLU(alpha=…)`) is not here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.keras.tables import OPTIMIZERS

# (class or function, parameter) to what to write today, in words.
ARGUMENTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        **{(optimizer, "lr"): "learning_rate=" for optimizer in OPTIMIZERS},
        ("LSTM", "batch_input_shape"): "Input(batch_shape=…) before it",
        ("GRU", "batch_input_shape"): "Input(batch_shape=…) before it",
        ("SimpleRNN", "batch_input_shape"): "Input(batch_shape=…) before it",
        ("Dense", "init"): "kernel_initializer=",
        ("Dense", "W_regularizer"): "kernel_regularizer=",
        ("Conv2D", "border_mode"): "padding=",
        ("MaxPooling2D", "border_mode"): "padding=",
        ("ModelCheckpoint", "period"): 'save_freq="epoch", which saves after every epoch',
        ("TensorBoard", "write_grads"): "nothing: it has no successor",
    }
)

# (method of a model, parameter) to what to write today, in words.
METHOD_ARGUMENTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        **{
            (method, parameter): (
                "nothing: it has no effect on arrays, and a keras.utils.PyDataset takes it itself"
            )
            for method in ("fit", "evaluate", "predict")
            for parameter in ("workers", "use_multiprocessing", "max_queue_size")
        },
        ("fit", "nb_epoch"): "epochs=",
        ("compile", "sample_weight_mode"): "nothing: it has no successor",
    }
)

# Methods that a model no longer has.
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "fit_generator": "fit",
        "evaluate_generator": "evaluate",
        "predict_generator": "predict",
        "predict_classes": "predict, then argmax",
        "predict_proba": "predict",
    }
)

# Names below `keras` that no longer exist, and where their contents are now; None where nothing
# took their place.
NAMES: Mapping[str, str | None] = MappingProxyType(
    {
        "keras.utils.np_utils": "keras.utils",
        "keras.utils.multi_gpu_model": None,
        "keras.layers.experimental": "keras.layers",
        "keras.layers.CuDNNLSTM": "keras.layers.LSTM",
        "keras.layers.CuDNNGRU": "keras.layers.GRU",
        "keras.layers.core": "keras.layers",
        "keras.layers.normalization": "keras.layers",
        "keras.layers.recurrent": "keras.layers",
        "keras.layers.convolutional": "keras.layers",
        "keras.layers.advanced_activations": "keras.layers",
        "keras.layers.embeddings": "keras.layers",
        "keras.layers.merge": "keras.layers",
        "keras.layers.noise": "keras.layers",
        "keras.layers.pooling": "keras.layers",
        "keras.layers.wrappers": "keras.layers",
        "keras.optimizers.experimental": "keras.optimizers",
        "keras.optimizers.adam": "keras.optimizers.Adam",
        "keras.initializers.normal": "keras.initializers.RandomNormal",
        "keras.regularizers.l1l2": "keras.regularizers.L1L2",
        "keras.losses.cosine_proximity": "keras.losses.cosine_similarity",
        "keras.losses.huber_loss": "keras.losses.huber",
        "keras.backend.set_session": None,
        "keras.backend.get_session": None,
    }
)

# What `keras.layers` still holds of what its old modules held.
LAYERS = frozenset(
    {
        *("Activation", "ActivityRegularization", "Add", "AlphaDropout", "Average"),
        *(f"AveragePooling{n}D" for n in (1, 2, 3)),
        *("BatchNormalization", "Bidirectional", "Concatenate", "Conv1D", "Conv2D"),
        *("Conv2DTranspose", "Conv3D", "Conv3DTranspose", "ConvLSTM2D"),
        *(f"Convolution{n}D" for n in (1, 2, 3)),
        *(f"Cropping{n}D" for n in (1, 2, 3)),
        *("Dense", "DepthwiseConv2D", "Dot", "Dropout", "ELU", "Embedding", "Flatten", "GRU"),
        *("GRUCell", "GaussianDropout", "GaussianNoise"),
        *(f"Global{kind}Pooling{n}D" for kind in ("Average", "Max") for n in (1, 2, 3)),
        *("LSTM", "LSTMCell", "Lambda", "Layer", "LayerNormalization", "LeakyReLU", "Masking"),
        *(f"MaxPooling{n}D" for n in (1, 2, 3)),
        *("Maximum", "Minimum", "Multiply", "Normalization", "PReLU", "Permute", "RNN"),
        *("RandomContrast", "RandomCrop", "RandomFlip", "RandomRotation", "RandomTranslation"),
        *("RandomZoom", "ReLU", "RepeatVector", "Rescaling", "Reshape", "Resizing"),
        *("SeparableConv1D", "SeparableConv2D", "SimpleRNN", "SimpleRNNCell", "Softmax"),
        *(f"SpatialDropout{n}D" for n in (1, 2, 3)),
        *("StackedRNNCells", "StringLookup", "Subtract", "TextVectorization", "TimeDistributed"),
        *(f"UpSampling{n}D" for n in (1, 2, 3)),
        "Wrapper",
        *(f"ZeroPadding{n}D" for n in (1, 2, 3)),
        *("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract"),
    }
)
# What `keras.utils` still holds of `keras.utils.np_utils`.
UTILS = frozenset({"normalize", "to_categorical"})

# Strings that `loss=` and `metrics=` no longer understand: ValueError in `fit`.
LOSS_STRINGS: Mapping[str, str] = MappingProxyType(
    {
        "cosine_proximity": "cosine_similarity",
        "huber_loss": "huber",
        "kullback_leibler_divergence": "kl_divergence",
        "logcosh": "log_cosh",
    }
)
METRIC_STRINGS: Mapping[str, str] = MappingProxyType(
    {
        "cosine_proximity": "cosine_similarity",
        "kullback_leibler_divergence": "kl_divergence",
        "logcosh": "log_cosh_error",
    }
)

# `Input(shape=8)`: the shape has to be a tuple or a list.
SHAPE_OF = "Input"

# The wrappers for scikit-learn are gone (TUN504); their successor is another package.
MOVED_NAMES: Mapping[str, str | None] = MappingProxyType(
    {"keras.wrappers.scikit_learn": "scikeras.wrappers"}
)
