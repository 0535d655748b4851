"""What each paper says: one generator per kind, pure functions of the briefing.

A generator is registered under ``@document`` and returns a ``Document`` (fields with Chinese keys)
or None where the paper would have nothing to say.  Modules that begin with an underscore hold what
several kinds share: wording of matters, breaking of titles, parts of a letter.
"""
