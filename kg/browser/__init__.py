"""Neo4j Browser at home: the style, the saved reports and the guide, made from ``schema/``, ``queries/`` and ``docs/guide.md``.

===========  ====================================================================================
style        colours, sizes and captions as the text and the setting that the two Browsers read
favourites   the reports as a zip for the classic Browser and as a CSV for the new one
guide        the guide as a page of slides
files        all of it in one folder
serve        that folder for a Browser that wants an address
===========  ====================================================================================

Two Browsers are in use: the classic one (Neo4j 5.26) and the new one (images of 2026). They take different things and read a
style by different rules; what is written here holds in both.
"""
