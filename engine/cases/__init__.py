"""The case and what hangs on it: the tables and the acts that every later room shares."""
