"""Speed and size, each beside a floor or a peer in the same run: `python -m bench`."""
