"""One module per command: `add` gives it a parser, `run` does it and answers the exit code."""
