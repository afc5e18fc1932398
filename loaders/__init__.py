"""From an article to an :class:`~kg.model.Extraction`: one module per stage, ``loaders.pipeline`` sees the whole line."""
