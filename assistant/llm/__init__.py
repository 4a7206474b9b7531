"""The optional language model: any OpenAI-compatible endpoint, its prompts, and the check of what it writes.

Nothing here is needed for an answer.  ``adapter`` is the only way to the model and raises one error;
``rewrite`` turns an extractive answer into checked running text; ``probe`` tests the settings.
"""
