"""The resources of /api/v1: typed actor, form and session in, one room function called, a view out."""
