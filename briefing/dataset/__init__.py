"""Find, check and load a data package: files become one typed, immutable Dataset."""
