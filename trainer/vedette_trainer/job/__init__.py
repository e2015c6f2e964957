"""A training as the launcher asks for it: fetches, trains, publishes, and leaves a result in any case."""
