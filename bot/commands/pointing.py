"""How people point at a paper that they see, which tells nobody else which one it is."""

THAT = r"(?:this|that|it|these|those|them)(?: (?:one|ones|paper|papers))?|the (?:last|first|second) (?:one|paper)"
"""A pattern, for small letters or large."""
