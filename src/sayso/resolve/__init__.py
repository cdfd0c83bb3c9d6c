"""Resolve: spans come in, dates, places and identified actors go out."""
