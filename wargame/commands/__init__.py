"""The commands of the command line, an open room: a file NAME.py with a click command called `command` is `wargame NAME`.

Modules that begin with `_` are no commands. At its top a command imports click and `core` only; what costs time is imported when it is
called, so that `wargame --help` is quick.
"""
