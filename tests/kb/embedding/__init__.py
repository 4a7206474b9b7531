"""Tests of the embedding engines and the building of the model."""
