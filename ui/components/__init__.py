"""Parts of pages.  Each builds plain data from domain objects (testable without a browser) and hands it to the
browser, where it becomes text nodes only: nothing of a document is ever read as HTML, Markdown or a formula.
"""
