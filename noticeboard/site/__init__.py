"""The pages: from rows to what Pelican writes."""
