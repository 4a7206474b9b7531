"""The papers that can be drafted, one module each; :mod:`assistant.drafting.compose` chooses."""
