"""What the tests share: a running emulator, an organization of one's own, and real ``ansible-playbook`` runs."""
