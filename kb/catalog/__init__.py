"""The catalog: the one truth about everything ingested (SQLAlchemy; SQLite or PostgreSQL)."""

from kb.catalog.catalog import Catalog
from kb.catalog.infos import AuditEntry, DocumentInfo, ProblemInfo, RegulationInfo, SourceInfo

__all__ = ["AuditEntry", "Catalog", "DocumentInfo", "ProblemInfo", "RegulationInfo", "SourceInfo"]
