"""What happens to the services, whatever anyone signed: demand, outages, prices, shocks. Knows nothing of contracts."""
