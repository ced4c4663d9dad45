"""1 comes in: the register of cases and records."""
