-- Migration 3: samples drawn for audits, their events, and what people found.

CREATE TABLE kept.draws (
    "draw" VARCHAR,
    "number" BIGINT,
    "at" TIMESTAMP,
    "by" VARCHAR[],
    "size" BIGINT,
    "population" BIGINT,
    "seed" BIGINT,
    "batch" BIGINT
);
CREATE TABLE kept.drawn (
    "draw" VARCHAR,
    "number" BIGINT,
    "telling" VARCHAR,
    "event" VARCHAR,
    "coding" BIGINT,
    "stratum" VARCHAR,
    "population" BIGINT,
    "chosen" BIGINT,
    "batch" BIGINT
);
CREATE TABLE kept.labels (
    "draw" VARCHAR,
    "number" BIGINT,
    "field" VARCHAR,
    "verdict" VARCHAR,
    "by" VARCHAR,
    "at" TIMESTAMP,
    "order" BIGINT,
    "batch" BIGINT
);
