"""What all tests share."""

import os

import pytest
from hypothesis import settings

# A busy machine is no fault: times are measured by `make bench`.
settings.register_profile("convviz", deadline=None)
settings.load_profile("convviz")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores: a browser waits a fifth of its time, for frames and answers."""
    return (os.cpu_count() or 1) + 1
