"""What a person is told, as cards, and all wording.

``problems`` (what can't be read) and ``questions`` (what is asked back) stand below the commands, which say them;
``refusals`` say why somebody can't have something, ``replies`` what was done. ``fitting`` and ``possible`` make a card
fit a platform. The other modules are about what their names say.
"""
