"""Papers made from collected precedents and articles."""
