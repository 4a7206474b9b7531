"""What users take away: drafts as Word files to GB/T 9704-2012 or plain text, lists as workbooks.

All functions are pure: plain data in, bytes or text out, the same bytes for the same input.
"""
