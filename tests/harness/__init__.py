"""Shared by the tests: a running emulator, a separate organization for each test, and ``ansible-playbook`` runs."""
