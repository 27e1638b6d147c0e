"""Municipalities, agencies, utilities, their people and roles, and the scope of all data."""
