"""Settings, the two doors, the worker, and the demonstration's own PostgreSQL."""
