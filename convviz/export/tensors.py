"""The numbers of an animation as files: all tensors as .npz or .csv, what was set as JSON."""

import io

import numpy as np

from convviz.core.arguments import Array, ExperimentError
from convviz.core.conv import pad
from convviz.core.experiment import Experiment
from convviz.core.pooling import pool2d
from convviz.formats.arrays import to_arrays, to_csv
from convviz.formats.link import to_json
from convviz.listings.experiment import listing
from convviz.listings.pooling import pooling_listing
from convviz.playback.animation import Animation
from convviz.playback.film import Film

POOLING = {"max_pooling": "max", "average_pooling": "average"}


def npz(film: Film) -> bytes:
    """Every tensor and hyper-parameter, for `numpy.load`; no pickle is in it."""
    file = io.BytesIO()
    arrays = tensors_of(film)
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def csv(film: Film) -> bytes:
    """Every tensor as matrices below lines that say which; spreadsheets read it as UTF-8."""
    return to_csv(tensors_of(film)).encode()


def json(film: Film) -> bytes:
    """What was set, and nothing that is calculated: `cv.share.from_json` reads it again."""
    experiment = experiment_of(film)
    try:
        return to_json(experiment).encode()
    except ExperimentError as error:
        raise ExperimentError("This can't be saved as JSON: {reason}", reason=error) from error


def program(film: Film) -> str:
    """Write the calculation with NumPy alone."""
    experiment = experiment_of(film)
    if film.scene in POOLING:
        return pooling_listing(experiment, POOLING[film.scene], "numpy")
    return listing(experiment, "numpy")


def tensors_of(film: Film) -> dict[str, Array]:
    """Arrays by name, see `to_arrays`; of pooling the windows' maxima or averages as y.

    Raises ExperimentError if the film has no tensors, or too many numbers.
    """
    e = experiment_of(film)
    if film.scene not in POOLING:
        return to_arrays(e)
    mode = POOLING[film.scene]
    return {
        "x": e.x,
        "padded": pad(e.x, e.pads),
        "y": pool2d(e.x, e.kernel_size, mode=mode, stride=e.stride, padding=e.pads),
        "kernel_size": np.asarray(e.kernel_size),
        "stride": np.asarray(e.stride),
        "padding": np.asarray(e.pads),
        "mode": np.asarray(mode),
    }


def experiment_of(film: Film) -> Experiment:
    """The experiment of a film; raises ExperimentError if it is made of something else."""
    if not isinstance(film, Animation):
        raise ExperimentError(
            "{scene} has no tensors to save: choose a picture or a page.", scene=film.scene
        )
    return film.experiment
