"""Text to values and back: links, typed and pasted numbers, typed designs."""
