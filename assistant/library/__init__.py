"""What the library page shows of documents: how they were understood, cleaned and taken in."""
