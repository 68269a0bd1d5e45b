"""Releases, and what changed between them."""
