"""Learning from what a tenant's analysts say of its alerts."""
