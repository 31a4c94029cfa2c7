"""A playback as files: one film in many formats, a course in a folder."""
