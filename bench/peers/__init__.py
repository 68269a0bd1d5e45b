"""Other comment systems with the same thread, each run by the Python of the peers' own environment."""
