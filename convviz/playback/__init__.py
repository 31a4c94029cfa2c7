"""A first picture and its frames: what the page, the notebook and the exported file play."""
