"""What verdicts, and lies among them, do to a tenant's models: labelled telemetry, alerts on it, analysts who judge them."""
