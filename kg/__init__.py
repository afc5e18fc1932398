"""Company knowledge graphs from news: articles in, entities and proven relations out.

``import kg`` is light on purpose: neither spaCy nor the database driver is loaded before it is needed.
"""

__version__ = "0.1.0"
