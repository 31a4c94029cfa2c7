"""A lesson in a notebook, edited there: Python sees what is changed, and changes it."""
