"""Runs that pause before a tool is called: gone on with here, or dumped and loaded elsewhere.

`life.py` drives a run, whose program is in a thread of its own; `line.py` is what the two say to
each other, `engines.py` how the program runs, `journal.py` what is remembered of its calls,
`dump.py` what of all this is written, `hashing.py` whose order of hash tables a program can see.
"""
