"""Streamlit pages; no logic of their own."""
