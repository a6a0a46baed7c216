"""Many editions: planned, made side by side or on a cluster, reported."""
