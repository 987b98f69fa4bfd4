"""What is drawn before a contract is met: futures by blocks, incidents, paths of demand and indices, tables of shocks, and the plan without them."""
