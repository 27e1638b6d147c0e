"""年次の数字: counts over everything, and nobody in them."""
