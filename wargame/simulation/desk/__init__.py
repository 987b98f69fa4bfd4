"""What both drivers share: the desk that rules work at, claims and their payment, quantities derived from others, and the order of time."""
