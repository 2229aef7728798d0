"""From papers and reactions to picks, purely: features, profile, score, blend, diversify, explain, rules."""
