"""The server's half of the import names that users' config.py relies on."""
