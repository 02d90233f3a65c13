"""E-mail, by SMTP: we write, and hear nothing."""
