"""What the core asks of the world, as protocols whose docstrings are the contract: one subject a module.

``store`` names all that one database keeps; ``chat`` is what platforms and the core ask of each other.
"""
