"""Health forms: what is asked, what was signed, and who may read it."""
