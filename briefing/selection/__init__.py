"""Parameters become a checked selection, and the rows that it keeps."""
