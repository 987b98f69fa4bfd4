"""`python -m wargame` is `wargame`."""

from wargame.cli import main

main()
