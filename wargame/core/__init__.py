"""The words everyone uses: money, quantities, dates, parties, facts, postings and findings. Imports nothing else of ours."""
