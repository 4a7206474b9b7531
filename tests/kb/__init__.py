"""Tests of the stores and the domain model."""
