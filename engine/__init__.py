"""The house: case management for Swedish public boards. Knows no web; see docs/house.md."""
