"""Visits: planned, made, and what came of them."""
