"""Fitting: from tables of what happened (volumes by day, incidents with their lengths) to the figures of a scenario, with their uncertainty.

What is fitted is what the engine plays, in the engine's own words: a level a month, growth by contract year, weights of weekdays and months, noise by
the week that persists, arrivals at a rate, repairs that follow a distribution. `files` reads tables of any length in bounded memory, `series` and
`cases` fold them, `demand`, `arrivals` and `families` estimate, and `scenario_file` writes what `wargame run` reads.
"""
