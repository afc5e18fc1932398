"""The graph in other formats: every export reads the store as a stream, in a fixed order, and nothing in it is ever code.

==========  ====================================================================================
formats     the list of formats and :func:`~kg.export.formats.write_export`
graph       reads nodes, claims and relations of a store, or of one company's surroundings
escapes     text on one line
targets     files and folders that appear whole or not at all
rdf         resources of RDF; ``turtle`` and ``jsonld`` write them, ``terms`` are their parts
owl, shacl  the ontology for others, from ``schema/`` alone
tables      CSV; ``bulk`` the same for Neo4j's importer
graphml, ftm, lines, page   what their names say
back        the way back: reads what ``lines``, ``turtle`` and ``jsonld`` wrote, for ``kg load``
==========  ====================================================================================
"""
