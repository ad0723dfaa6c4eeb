"""Which arguments of Keras must be whole numbers, as data (TUN603).

Every entry was observed with Keras 3.15.1 on TensorFlow 2.21.0 and is held by `tests/facts`. A
float, even a whole one such as 64.0, is rejected everywhere here; NumPy's integers only in the
places of `PYTHON_INTEGERS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signatures

SIGNATURES = Signatures("keras", "layers")

# Parameters that must be whole numbers, and the layers that have them.
_WHOLE: Mapping[str, str] = MappingProxyType(
    {
        "cropping": "Cropping1D Cropping2D Cropping3D",
        "filters kernel_size": "ConvLSTM1D ConvLSTM2D ConvLSTM3D",
        "filters kernel_size strides": "Conv1DTranspose Conv2DTranspose Conv3DTranspose",
        "filters kernel_size strides dilation_rate depth_multiplier": (
            "SeparableConv1D SeparableConv2D"
        ),
        "filters kernel_size strides dilation_rate groups": "Conv1D Conv2D Conv3D",
        "groups": "GroupNormalization",
        "input_dim output_dim": "Embedding",
        "kernel_size strides depth_multiplier": "DepthwiseConv1D DepthwiseConv2D",
        "n": "RepeatVector",
        "num_heads key_dim value_dim": "MultiHeadAttention",
        "padding": "ZeroPadding1D ZeroPadding2D ZeroPadding3D",
        "pool_size strides": (
            "AveragePooling1D AveragePooling2D AveragePooling3D "
            "MaxPooling1D MaxPooling2D MaxPooling3D"
        ),
        "size": "UpSampling1D UpSampling2D UpSampling3D",
        "units": "Dense GRU LSTM SimpleRNN",
    }
)
LAYERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        layer: frozenset(parameters.split())
        for parameters, layers in _WHOLE.items()
        for layer in layers.split()
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
