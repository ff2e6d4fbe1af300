"""Benchmarks of speed and size: ratios within one run, printed as a table. They are not tests."""
