"""What PyTorch calls modules, losses and batches, as data. Observed with PyTorch 2.13."""

from __future__ import annotations

# Methods that give the module, or the tensor, itself back, moved or converted.
MOVING = frozenset(
    {
        "bfloat16",
        "clone",
        "contiguous",
        "cpu",
        "cuda",
        "detach",
        "double",
        "eval",
        "flatten",
        "float",
        "half",
        "int",
        "long",
        "numpy",
        "permute",
        "requires_grad_",
        "reshape",
        "share_memory",
        "squeeze",
        "to",
        "train",
        "transpose",
        "type",
        "unsqueeze",
        "view",
    }
)

# Functions and classes that give the module that they are given back, wrapped.
WRAPPING = (
    "torch.compile",
    "torch.nn.DataParallel",
    "torch.nn.parallel.DataParallel",
    "torch.nn.parallel.DistributedDataParallel",
    "torch.jit.script",
)

# Functions that turn one batch into another.
CONVERTING = (
    "torch.autograd.Variable",
    "torch.tensor",
    "torch.as_tensor",
    "torch.from_numpy",
    "torch.FloatTensor",
    "torch.LongTensor",
    "torch.Tensor",
    "torch.flatten",
    "torch.squeeze",
    "torch.unsqueeze",
    "builtins.next",
    "builtins.iter",
)

MODULES = frozenset({"Module", "Sequential", "ModuleList", "ModuleDict"})
LIGHTNING_MODULES = frozenset({"LightningModule"})

# Packages whose functions and classes make modules.
MODULE_PACKAGES = (
    "torch.nn.",
    "torchvision.models.",
    "timm.create_model",
    "torch.hub.load",
    "segmentation_models_pytorch.",
)
NO_MODULES = (
    "torch.nn.functional.",
    "torch.nn.utils.",
    "torch.nn.init.",
    "torch.nn.Parameter",
    "torch.nn.parameter.",
)

# Losses of ``torch.nn.functional`` that do not end in ``_loss``.
LOSS_FUNCTIONS = frozenset(
    {
        "binary_cross_entropy",
        "binary_cross_entropy_with_logits",
        "cross_entropy",
        "kl_div",
        "soft_margin_loss",
    }
)

# What hands a module's weights to an optimizer.
WEIGHTS = frozenset({"parameters", "named_parameters"})
OPTIMIZERS = ("torch.optim.", "torch_optimizer.", "pytorch_optimizer.", "timm.optim.")
