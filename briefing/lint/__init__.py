"""Read notebooks and profiles, and name what would not run, print or stay true."""
