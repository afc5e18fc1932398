"""What the graph says as a whole: who is central, what belongs together, what holds it together, who owns whom, who depends on whom.

===========  ================================================================================================
network      reads things and claims as one stream into lists of numbers; chooses by type, relation and status
centrality   PageRank and betweenness
communities  Louvain
bridges      relations and companies whose loss would take the network apart
owners       chains of majority stakes and their upper ends
exposure     who is within some steps of a company, up and down its supply chain
properties   writes results into the graph, and takes them away again
===========  ================================================================================================

Every result is an :class:`~kg.analytics.network.Analysis`, the same for the same graph on every machine.
"""
