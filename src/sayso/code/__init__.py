"""Code: a reading comes in, claims and events with their spans go out."""
