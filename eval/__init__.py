"""Question sets, metrics and baselines: ``make eval`` and ``make bench``."""
