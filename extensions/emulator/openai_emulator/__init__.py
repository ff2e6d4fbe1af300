"""A stateful server of the OpenAI API on loopback, for rehearsals and tests."""
