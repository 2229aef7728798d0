"""Papers as sentence embeddings, by a small language model run in plain numpy. Needs the extra ``embeddings``."""
