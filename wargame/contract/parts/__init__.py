"""What several kinds of clause are made of: tiers, caps, credits, counts of misses, rights to leave."""
