"""What is asked for cannot be done."""


class Refused(ValueError):
    """The message says why, and what to do."""
