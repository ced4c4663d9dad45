"""The door to the house: HTTP API, pages and command line. Holds no rules; see docs/house.md."""
