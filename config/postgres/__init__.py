"""Django's PostgreSQL backend, which brings the embedded server up when it is wanted."""
