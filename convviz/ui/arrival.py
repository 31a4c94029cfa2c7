"""How a visitor came to what a page shows."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def by_address() -> bool:
    """Whether the browser went to another address: by Back, Forward, or a place of the stage.

    What the address says then comes before what the session holds.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation
