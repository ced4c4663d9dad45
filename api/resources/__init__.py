"""The resources of /api/v1: each endpoint takes typed actor, form and session in, calls one room function, gives a view."""
