"""Consent, the lawful routes, the gate and the ledger of disclosures."""
