"""Benches: speed and memory as ratios within one run, printed as a table."""
