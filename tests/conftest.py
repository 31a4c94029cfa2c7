"""What all tests share."""

from hypothesis import settings

# A busy machine is no fault: times are measured by `make bench`.
settings.register_profile("convviz", deadline=None)
settings.load_profile("convviz")
