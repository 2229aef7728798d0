"""What the core asks of the world, as protocols whose docstrings are the contract.

``time`` the clock; ``papers`` sources, papers, search index; ``people`` interests, feedback, privacy;
``ranking`` the ranker and its caches; ``digests`` subscriptions, digests, outbox; ``chat`` the platforms.
"""
