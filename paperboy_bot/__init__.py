"""What Paperboy is called once it is installed: one name, in which its packages ``bot`` and ``adapters`` lie.

The wheel owns this name alone, since others own theirs: ``adapters`` is a package on PyPI, ``bot`` is in many projects.
"""

from paperboy_bot.launch import claim_names, main

__all__ = ["claim_names", "main"]
