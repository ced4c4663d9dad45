"""Tenants: organisations and their profiles, bodies, people, mandates, users and roles."""
