"""Figures: reads, writes nothing."""
