"""Reconciling: tellings and statements of many reports come in, happenings, numbers, disputes and situations go out."""
