"""Chaos bench: creates by several runs at once while a part of all requests fails."""
