"""Demo: an outlet's site of saved pages on loopback, and a walk through what the project does."""
