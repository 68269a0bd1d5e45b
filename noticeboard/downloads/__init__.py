"""The files to download, baked at build."""
