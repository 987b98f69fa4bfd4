"""An open room: one file per check that turns words, ledgers and answers into questions to the drafter."""
