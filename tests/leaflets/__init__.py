"""Leaflets: languages, sizes, codes, the public page, call-backs, texts, batches."""
