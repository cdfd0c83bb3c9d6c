"""Run: strings the rooms together, reports in, records out."""
