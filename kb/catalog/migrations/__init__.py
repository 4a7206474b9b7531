"""Numbered migrations of the catalog, run by ``kb.catalog.engine.migrate``."""
