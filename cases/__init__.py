"""Person, household, case, notes, and the engine of follow-up flags."""
