"""A picture and the kernels that read it: what the page of pictures shows, and its address says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.feature_maps import Filters, LayerNumber, patch
from convviz.lessons import editing, filters, pictures
from convviz.lessons.filters import (
    GREY,
    KERNEL_SETS,
    OWN,
    ROOT,
    SIGNED,
    checked,
    read_own,
    write_own,
)

ADDRESS: Final = ("picture", "kernels", "own", "relu", "pool", "show")
SHOWN: Final = (ROOT, SIGNED, GREY)
_OFF: Final = "0"


@dataclass(frozen=True, eq=False)
class Study:
    """A picture by its name, kernels, and how their maps are shown.

    kernels: name of a set, or ``OWN``; filters: these kernels, with what stands between two layers.
    """

    picture: str = pictures.HOME
    kernels: str = filters.HOME
    filters: Filters = KERNEL_SETS[filters.HOME].filters
    shown: str = ROOT

    def choose(self, name: str) -> "Study":
        """Take another set of kernels, shown as that is best seen."""
        chosen = KERNEL_SETS[name]
        return replace(self, kernels=name, filters=chosen.filters, shown=chosen.shown)

    def between(self, *, relu: bool | None = None, pool: bool | None = None) -> "Study":
        """Put ReLU or pooling between the layers, or take them away."""
        f = self.filters
        relu, pool = f.relu if relu is None else relu, f.pool if pool is None else pool
        return replace(self, filters=replace(f, relu=relu, pool=pool))

    def own(self, kernels: Filters) -> "Study":
        """Take kernels that were brought."""
        return replace(self, kernels=OWN, filters=kernels, shown=ROOT)

    def edit(self, layer: LayerNumber, cell: str, text: str, *, pasted: bool = False) -> "Study":
        """Change weights, at a cell named ``k o c i j``: the kernels are one's own then.

        Raises ExperimentError.
        """
        weight = self.filters.weight(layer)
        if not cell.startswith("k "):
            raise ExperimentError("There is no cell {name!r}.", name=cell)
        before = Experiment(0 * weight[0], weight)
        changed = (editing.paste if pasted else editing.set_cell)(before, cell, text).weight
        f = self.filters
        own = replace(f, first=changed) if layer == 1 else replace(f, second=changed)
        return replace(self, kernels=OWN, filters=own)

    def patch(self, layer: LayerNumber, place: tuple[int, int]) -> Experiment:
        """Give the window at a place of a layer's maps, as a lesson; raises ExperimentError."""
        return patch(self.filters, pictures.picture(self.picture).pixels, layer, place)

    def write(self) -> dict[str, str]:
        """Write what an address says of it."""
        said = {"picture": self.picture, "kernels": self.kernels}
        if self.kernels == OWN:
            said["own"] = write_own(self.filters)
        if self.filters.second is not None:
            said |= {name: _OFF for name in ("relu", "pool") if not getattr(self.filters, name)}
        usual = KERNEL_SETS[self.kernels].shown if self.kernels in KERNEL_SETS else ROOT
        return said | ({"show": self.shown} if self.shown != usual else {})


def read(query: Mapping[str, str]) -> Study:
    """Read what `Study.write` wrote; what is not said is as at first. Raises ExperimentError.

    Whether the picture is there is seen when it is asked for.
    """
    name = query.get("kernels", filters.HOME)
    study = Study(picture=query.get("picture", pictures.HOME)[:64])
    if name in KERNEL_SETS:
        study = study.choose(name)
    elif name == OWN:
        study = replace(study, kernels=OWN, filters=read_own(query.get("own", "")))
    else:
        raise ExperimentError("This link is broken: there are no kernels {name!r}.", name=name[:40])
    study = study.between(relu=query.get("relu") != _OFF, pool=query.get("pool") != _OFF)
    checked(study.filters.first, study.filters.second)
    return replace(study, shown=query["show"]) if query.get("show") in SHOWN else study
