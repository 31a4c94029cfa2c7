"""The player: plain JavaScript and CSS, shown by `convviz.animation`."""
