"""`widget`: a lesson that is edited in a notebook."""

from typing import TYPE_CHECKING

from convviz.core.experiment import Experiment

if TYPE_CHECKING:
    from convviz.notebook.lesson import LessonWidget


def widget(experiment: Experiment, scene: str = "multi_input") -> "LessonWidget":
    """Show a lesson that is edited in a notebook, by mouse, keyboard and touch.

    ``widget.experiment`` is what is shown: it changes with every edit, `observe` tells of it, and
    what is set is shown. scene: name of a lesson. Raises ExperimentError if there is no such lesson
    or it can't show the experiment; ImportError if 'convviz[notebook]' is not installed.
    """
    try:
        from convviz.notebook.lesson import LessonWidget
    except ImportError as error:
        message = "a widget needs anywidget: pip install 'convviz[notebook]'"
        raise ImportError(message, name=error.name) from error
    return LessonWidget(experiment, scene)
