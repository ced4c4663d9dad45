"""Administration: one table of sections and acts, from which the API and the pages are both made."""
