"""What the settings page shows and changes: settings and what overrides them, storage, word lists of the user."""
