"""Agreements between municipality and utilities."""
