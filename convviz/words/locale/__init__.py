"""Catalogues of what people read, one file for each language."""
