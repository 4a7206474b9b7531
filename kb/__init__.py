"""The knowledge base: domain model, stores, embedding, and the ``KnowledgeBase`` that keeps them one."""
