"""連絡協議会・見守りネットワーク: members, conferences, exchanges and costs. Nothing here names a household."""
