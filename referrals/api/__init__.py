"""The interface for utilities' own systems: reports in, receipt and permitted state out (OpenAPI 3.1, OAuth 2)."""
