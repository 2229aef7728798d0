"""Puts small faults into the code, one at a time, and sees whether a test notices; `tools/mutate.sh` runs it."""
