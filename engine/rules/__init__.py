"""The law as pure functions: no database, no clock, no framework. docs/law.md is the table section → rule → test."""
