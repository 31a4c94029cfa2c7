"""A playback as files: a course in a folder."""
