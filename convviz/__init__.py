"""convviz: multi-channel convolution, made visible.

Everything here imports without Streamlit. Arrays are unbatched, ``(C, H, W)``; the operation is
cross-correlation, so kernels are not flipped.
"""

from convviz.core.arguments import ExperimentError
from convviz.core.conv import (
    conv2d,
    corr2d,
    corr2d_multi_in,
    corr2d_multi_in_out,
    corr2d_multi_in_out_1x1,
)
from convviz.core.experiment import Experiment
from convviz.core.network import Layer, Network, composed, receptive_field
from convviz.core.pooling import pool2d
from convviz.core.step import Step, step_at
from convviz.export.files import export
from convviz.formats import link as share
from convviz.formats.layers import read_layers
from convviz.formats.tensors import read_tensors
from convviz.lessons.exercises import Exercise, exercise
from convviz.lessons.mistakes import Mistake, mistakes
from convviz.lessons.presets import presets
from convviz.notebook.widget import widget
from convviz.playback.animation import Animation, animate
from convviz.playback.receptive_field import FieldAnimation

__all__ = [
    "Animation",
    "Exercise",
    "Experiment",
    "ExperimentError",
    "FieldAnimation",
    "Layer",
    "Mistake",
    "Network",
    "Step",
    "animate",
    "composed",
    "conv2d",
    "corr2d",
    "corr2d_multi_in",
    "corr2d_multi_in_out",
    "corr2d_multi_in_out_1x1",
    "exercise",
    "export",
    "mistakes",
    "pool2d",
    "presets",
    "read_layers",
    "read_tensors",
    "receptive_field",
    "share",
    "step_at",
    "widget",
]
