-- Migration 2: the feeds that a store collects from, and when which page was looked at.

CREATE TABLE kept.feeds (
    "url" VARCHAR,
    "outlet" VARCHAR,
    "standing" VARCHAR,
    "at" TIMESTAMP
);
CREATE TABLE kept.visits (
    "url" VARCHAR,
    "feed" VARCHAR,
    "at" TIMESTAMP,
    "first" TIMESTAMP,
    "outcome" VARCHAR,
    "etag" VARCHAR,
    "modified" VARCHAR,
    "updated" VARCHAR
);
