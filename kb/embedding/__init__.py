"""Text to vectors: engines behind one protocol, and the building of the bundled model.

``base`` is the protocol, ``factory`` chooses an engine from the settings, ``build`` makes the bundled model once.
Nothing here imports a heavy library before an engine is created.
"""
