"""convviz: multi-channel convolution, made visible.

Everything here imports without Streamlit. Arrays are unbatched, ``(C, H, W)``; the operation is
cross-correlation, so kernels are not flipped.
"""

from convviz import share
from convviz.animation import Animation, animate
from convviz.conv import (
    Step,
    conv2d,
    corr2d,
    corr2d_multi_in,
    corr2d_multi_in_out,
    corr2d_multi_in_out_1x1,
    step_at,
)
from convviz.experiment import Experiment, ExperimentError
from convviz.field_animation import FieldAnimation
from convviz.network import Layer, Network, composed, receptive_field
from convviz.pooling import pool2d
from convviz.presets import presets

__all__ = [
    "Animation",
    "Experiment",
    "ExperimentError",
    "FieldAnimation",
    "Layer",
    "Network",
    "Step",
    "animate",
    "composed",
    "conv2d",
    "corr2d",
    "corr2d_multi_in",
    "corr2d_multi_in_out",
    "corr2d_multi_in_out_1x1",
    "pool2d",
    "presets",
    "receptive_field",
    "share",
    "step_at",
]
