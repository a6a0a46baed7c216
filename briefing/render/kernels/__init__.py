"""Kernels: forked warm from a server, or ordinary ones."""
