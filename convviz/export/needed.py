"""Libraries that only files of pictures need: imported when one is made."""

from importlib import import_module
from typing import Any


def needed(name: str) -> Any:
    """Import a library of the extra "export"; raises ImportError that says how to get it."""
    try:
        return import_module(name)
    except ImportError as error:
        message = f"{name} draws pictures for files: pip install 'convviz[export]'"
        raise ImportError(message, name=name) from error
