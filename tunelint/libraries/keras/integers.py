"""Which arguments of Keras must be whole numbers, as data (TUN603).

Every entry was observed with Keras 3.15.1 on TensorFlow 2.21.0 and is held by `tests/facts`. A
float, even a whole one such as 64.0, is rejected everywhere here; NumPy's integers only in the
places of `PYTHON_INTEGERS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Positional parameters of the layers, as far as the last one that must be a whole number.
LAYER_POSITIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AveragePooling1D": ("pool_size", "strides"),
        "AveragePooling2D": ("pool_size", "strides"),
        "AveragePooling3D": ("pool_size", "strides"),
        "Conv1D": (
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "groups",
        ),
        "Conv1DTranspose": ("filters", "kernel_size", "strides"),
        "Conv2D": (
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "groups",
        ),
        "Conv2DTranspose": ("filters", "kernel_size", "strides"),
        "Conv3D": (
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "groups",
        ),
        "Conv3DTranspose": ("filters", "kernel_size", "strides"),
        "ConvLSTM1D": ("filters", "kernel_size"),
        "ConvLSTM2D": ("filters", "kernel_size"),
        "Cropping1D": ("cropping",),
        "Cropping2D": ("cropping",),
        "Cropping3D": ("cropping",),
        "Dense": ("units",),
        "DepthwiseConv1D": ("kernel_size", "strides", "padding", "depth_multiplier"),
        "DepthwiseConv2D": ("kernel_size", "strides", "padding", "depth_multiplier"),
        "Embedding": ("input_dim", "output_dim"),
        "GRU": ("units",),
        "GroupNormalization": ("groups",),
        "LSTM": ("units",),
        "MaxPooling1D": ("pool_size", "strides"),
        "MaxPooling2D": ("pool_size", "strides"),
        "MaxPooling3D": ("pool_size", "strides"),
        "MultiHeadAttention": ("num_heads", "key_dim", "value_dim"),
        "RepeatVector": ("n",),
        "SeparableConv1D": (
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "depth_multiplier",
        ),
        "SeparableConv2D": (
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "depth_multiplier",
        ),
        "SimpleRNN": ("units",),
        "UpSampling1D": ("size",),
        "UpSampling2D": ("size",),
        "UpSampling3D": ("size",),
        "ZeroPadding1D": ("padding",),
        "ZeroPadding2D": ("padding",),
        "ZeroPadding3D": ("padding",),
    }
)

_WORDS = frozenset({"padding", "data_format"})
_PADDED_BY_NUMBER = frozenset({"ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D"})

# Layer to its parameters that must be whole numbers: all of the above but the words among them.
LAYERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        layer: frozenset(order) - (frozenset() if layer in _PADDED_BY_NUMBER else _WORDS)
        for layer, order in LAYER_POSITIONAL.items()
    }
)

# These parameters also take NumPy's integers; every other one of `LAYERS` wants Python's `int`:
# `Dense(numpy.int64(4))` is a ValueError.
_NUMPY_ACCEPTED = frozenset({"filters", "groups", "depth_multiplier"})
# `GroupNormalization` alone wants Python's `int` for its groups.
PYTHON_INTEGERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        layer: parameters - (frozenset() if layer == "GroupNormalization" else _NUMPY_ACCEPTED)
        for layer, parameters in LAYERS.items()
    }
)

# Other spellings of the same classes.
LAYER_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "AvgPool1D": "AveragePooling1D",
        "AvgPool2D": "AveragePooling2D",
        "AvgPool3D": "AveragePooling3D",
        "Convolution1D": "Conv1D",
        "Convolution1DTranspose": "Conv1DTranspose",
        "Convolution2D": "Conv2D",
        "Convolution2DTranspose": "Conv2DTranspose",
        "Convolution3D": "Conv3D",
        "Convolution3DTranspose": "Conv3DTranspose",
        "MaxPool1D": "MaxPooling1D",
        "MaxPool2D": "MaxPooling2D",
        "MaxPool3D": "MaxPooling3D",
        "SeparableConvolution1D": "SeparableConv1D",
        "SeparableConvolution2D": "SeparableConv2D",
    }
)

# Parameters of `fit`, `evaluate` and `predict` that must be whole numbers. NumPy's integers are
# accepted, but for `validation_freq`.
FIT = frozenset(
    {
        "batch_size",
        "epochs",
        "initial_epoch",
        "steps_per_epoch",
        "validation_steps",
        "validation_batch_size",
        "validation_freq",
    }
)
EVALUATE = frozenset({"batch_size", "steps"})
PREDICT = frozenset({"batch_size", "steps"})
