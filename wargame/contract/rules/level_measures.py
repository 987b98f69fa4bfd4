"""What service levels see, by their measure: work that waits or is not answered, down-time, errors.

Availability and quality do not see a shortage of people or capacity.
"""

from __future__ import annotations

OF_HANDS = frozenset(
    {"responsiveness", "turnaround", "ageing", "answer time", "abandonment"}
)  # measures that fall where people or capacity are missing

# What a level measures -> the cause under which its misses stand in the books, beside what they cost the client; what is not named: an outage.
CAUSES = dict.fromkeys(OF_HANDS, "backlog") | {"availability": "outage", "quality": "errors"}
