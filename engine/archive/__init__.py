"""6 is kept: the case sheet, a case's whole story on paper; and the whole case to take along."""

from engine.archive.bundle import Bundle, bundle_pdf, bundle_zip, gathered, stamped
from engine.archive.sheet import act_in_words, sheet_document, sheet_page

__all__ = ["Bundle", "act_in_words", "bundle_pdf", "bundle_zip", "gathered", "sheet_document", "sheet_page", "stamped"]
