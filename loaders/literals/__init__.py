"""Amounts, dates and periods: where they stand in a text and what their words say.

``amounts`` and ``dates`` find and parse; ``amount_words`` and ``date_words`` read their words from the schema; ``reader`` is what the
stages of an article ask. The other modules are their parts: quantities, units, counted nouns and hedges; calendar, phrases and periods.
"""
