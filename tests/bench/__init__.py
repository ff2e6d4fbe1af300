"""How fast and how small: figures that are ratios within one run, printed as a table. They are no tests."""
