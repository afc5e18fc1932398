"""The store: one Bolt client for a Neo4j server and for the embedded engine, the writer, and all the Cypher that changes the graph.

============  ==============================================================================================
client        ``open_store(url)`` → :class:`~kg.store.client.Store`: read only queries, managed transactions
writer        ``write_extractions``: from the records of articles to the graph, in batches, safe to repeat
retract       takes articles out again; the graph is then as if they had never been loaded
schema        indexes and constraints
embedded      finds or starts the process that owns a folder (``server`` is that process, ``folder`` what both know)
cypher/       the statements, one a file
============  ==============================================================================================

Import from the modules: this package itself loads nothing, so that the engine's process starts fast.
"""
