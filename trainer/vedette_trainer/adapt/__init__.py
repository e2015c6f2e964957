"""Learning to write as a tenant's people correct it: a small adapter beside a text model that stays as it is."""
