-- Migration 1: the tables of a store. All are append-only; `src/sayso/store/layout.py` says what they hold.

CREATE SCHEMA kept;
CREATE TABLE kept.migrations (
    "number" BIGINT,
    "migrated" TIMESTAMP,
    "sayso" VARCHAR
);
CREATE TABLE kept.views (
    "view" VARCHAR,
    "text" VARCHAR
);
CREATE TABLE kept.runs (
    "run" BIGINT,
    "started" TIMESTAMP,
    "doing" VARCHAR,
    "sayso" VARCHAR,
    "model" VARCHAR,
    "codebook" VARCHAR,
    "gazetteer" VARCHAR
);
CREATE TABLE kept.batches (
    "batch" BIGINT,
    "run" BIGINT,
    "written" TIMESTAMP,
    "note" VARCHAR
);
CREATE TABLE kept.reports (
    "report" VARCHAR,
    "version" BIGINT,
    "content" VARCHAR,
    "sha256" VARCHAR,
    "text" VARCHAR,
    "title" VARCHAR,
    "published" VARCHAR,
    "outlet" VARCHAR,
    "url" VARCHAR,
    "language" VARCHAR,
    "byline" VARCHAR,
    "known_since" TIMESTAMP,
    "added" TIMESTAMP,
    "batch" BIGINT
);
CREATE TABLE kept.retractions (
    "report" VARCHAR,
    "retracted" TIMESTAMP,
    "reason" VARCHAR,
    "batch" BIGINT
);
CREATE TABLE kept.codings (
    "coding" BIGINT,
    "report" VARCHAR,
    "version" BIGINT,
    "coded" TIMESTAMP,
    "sayso" VARCHAR,
    "model" VARCHAR,
    "codebook" VARCHAR,
    "gazetteer" VARCHAR,
    "loaded" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR)[],
    "countries" VARCHAR[],
    "names" VARCHAR[],
    "batch" BIGINT
);
CREATE TABLE kept.events (
    "coding" BIGINT,
    "telling" VARCHAR,
    "id" VARCHAR,
    "type" VARCHAR,
    "mode" VARCHAR,
    "contexts" VARCHAR[],
    "status" VARCHAR,
    "historical" BOOLEAN,
    "anchor" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR),
    "sentence" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR),
    "actors" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR)[],
    "recipients" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR)[],
    "place" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "geonameid" BIGINT, "name" VARCHAR, "lat" DOUBLE, "lon" DOUBLE, "country" VARCHAR, "admin1" VARCHAR, "precision" VARCHAR, "candidates" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "geonameid" BIGINT, "name" VARCHAR, "lat" DOUBLE, "lon" DOUBLE, "country" VARCHAR, "admin1" VARCHAR, "precision" VARCHAR)[]),
    "time" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "value" VARCHAR, "first" VARCHAR, "last" VARCHAR, "granularity" VARCHAR, "why" VARCHAR),
    "quantities" MAP(VARCHAR, STRUCT("value" BIGINT, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR))),
    "sources" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[],
    "score" DOUBLE,
    "quad" VARCHAR,
    "probability" DOUBLE,
    "why_null" MAP(VARCHAR, VARCHAR),
    "actor_identities" STRUCT("key" VARCHAR, "name" VARCHAR, "country" VARCHAR, "sectors" VARCHAR[], "kind" VARCHAR)[],
    "recipient_identities" STRUCT("key" VARCHAR, "name" VARCHAR, "country" VARCHAR, "sectors" VARCHAR[], "kind" VARCHAR)[],
    "source_identities" STRUCT("key" VARCHAR, "name" VARCHAR, "country" VARCHAR, "sectors" VARCHAR[], "kind" VARCHAR)[],
    "sentence_text" VARCHAR
);
CREATE TABLE kept.claims (
    "coding" BIGINT,
    "statement" VARCHAR,
    "id" VARCHAR,
    "source" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR),
    "cue" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR),
    "content" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR)[],
    "stance" VARCHAR,
    "speaker" VARCHAR,
    "kind" VARCHAR,
    "quoted" BOOLEAN,
    "events" VARCHAR[],
    "identity" STRUCT("key" VARCHAR, "name" VARCHAR, "country" VARCHAR, "sectors" VARCHAR[], "kind" VARCHAR),
    "tellings" VARCHAR[],
    "sentence" VARCHAR,
    "countries" VARCHAR[]
);
CREATE TABLE kept.entities (
    "coding" BIGINT,
    "id" VARCHAR,
    "name" VARCHAR,
    "kind" VARCHAR,
    "mentions" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR)[],
    "wikidata" VARCHAR,
    "country" VARCHAR,
    "sectors" VARCHAR[],
    "office" VARCHAR,
    "key" VARCHAR,
    "candidates" STRUCT("name" VARCHAR, "wikidata" VARCHAR, "country" VARCHAR, "office" VARCHAR, "score" DOUBLE, "rules" VARCHAR[])[],
    "why" MAP(VARCHAR, VARCHAR)
);
CREATE TABLE kept.times (
    "coding" BIGINT,
    "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR),
    "value" VARCHAR,
    "first" VARCHAR,
    "last" VARCHAR,
    "granularity" VARCHAR,
    "why" VARCHAR
);
CREATE TABLE kept.places (
    "coding" BIGINT,
    "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR),
    "geonameid" BIGINT,
    "name" VARCHAR,
    "lat" DOUBLE,
    "lon" DOUBLE,
    "country" VARCHAR,
    "admin1" VARCHAR,
    "precision" VARCHAR,
    "candidates" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "geonameid" BIGINT, "name" VARCHAR, "lat" DOUBLE, "lon" DOUBLE, "country" VARCHAR, "admin1" VARCHAR, "precision" VARCHAR)[]
);
CREATE TABLE kept.rejected (
    "source" VARCHAR,
    "code" VARCHAR,
    "message" VARCHAR,
    "hint" VARCHAR,
    "seen" TIMESTAMP,
    "batch" BIGINT
);
CREATE TABLE kept.imprints (
    "report" VARCHAR,
    "version" BIGINT,
    "sketch" BIGINT[],
    "credits" VARCHAR[]
);
CREATE TABLE kept.bands (
    "band" BIGINT,
    "report" VARCHAR,
    "version" BIGINT
);
CREATE TABLE kept.blocks (
    "block" BIGINT,
    "telling" VARCHAR,
    "coding" BIGINT
);
CREATE TABLE kept.reconciled (
    "coding" BIGINT,
    "batch" BIGINT
);
CREATE TABLE kept.decisions (
    "decision" VARCHAR,
    "choice" VARCHAR,
    "at" TIMESTAMP,
    "tellings" VARCHAR[],
    "others" VARCHAR[],
    "undoes" VARCHAR,
    "by" VARCHAR,
    "reason" VARCHAR,
    "batch" BIGINT
);
CREATE TABLE kept.origins (
    "report" VARCHAR,
    "version" BIGINT,
    "origin" VARCHAR,
    "kind" VARCHAR,
    "credit" VARCHAR,
    "likeness" DOUBLE,
    "batch" BIGINT
);
CREATE TABLE kept.happenings (
    "id" VARCHAR,
    "batch" BIGINT,
    "digest" VARCHAR,
    "known_since" TIMESTAMP,
    "known_until" TIMESTAMP,
    "standing" VARCHAR,
    "type" VARCHAR,
    "mode" VARCHAR,
    "label" VARCHAR,
    "first" VARCHAR,
    "last" VARCHAR,
    "granularity" VARCHAR,
    "known_from" VARCHAR,
    "reports" BIGINT,
    "outlets" BIGINT,
    "origins" BIGINT,
    "traits" STRUCT("name" VARCHAR, "value" VARCHAR, "rivals" STRUCT("position" VARCHAR, "holders" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[])[], "first" VARCHAR, "last" VARCHAR)[])[],
    "merges" STRUCT("one" VARCHAR, "other" VARCHAR, "score" DOUBLE, "agreed" VARCHAR[], "clashed" VARCHAR[], "grounds" VARCHAR)[],
    "aliases" VARCHAR[],
    "statuses" VARCHAR[],
    "modes" VARCHAR[],
    "contexts" VARCHAR[],
    "places" VARCHAR[],
    "superseded" VARCHAR[],
    "retracted" VARCHAR[],
    "probability" DOUBLE,
    "countries" VARCHAR[],
    "sectors" VARCHAR[],
    "actor_names" VARCHAR[],
    "actor_keys" VARCHAR[],
    "recipient_names" VARCHAR[],
    "recipient_keys" VARCHAR[],
    "source_names" VARCHAR[],
    "source_kinds" VARCHAR[],
    "outlet_names" VARCHAR[]
);
CREATE TABLE kept.members (
    "happening" VARCHAR,
    "batch" BIGINT,
    "known_since" TIMESTAMP,
    "known_until" TIMESTAMP,
    "telling" VARCHAR,
    "report" VARCHAR,
    "version" BIGINT,
    "start" BIGINT,
    "end" BIGINT,
    "text" VARCHAR,
    "outlet" VARCHAR,
    "origin" VARCHAR,
    "published" VARCHAR,
    "status" VARCHAR,
    "sources" VARCHAR[],
    "coding" BIGINT
);
CREATE TABLE kept.figures (
    "happening" VARCHAR,
    "batch" BIGINT,
    "known_since" TIMESTAMP,
    "known_until" TIMESTAMP,
    "telling" VARCHAR,
    "quantity" VARCHAR,
    "value" BIGINT,
    "holder" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[]),
    "label" VARCHAR,
    "type" VARCHAR,
    "known_from" VARCHAR,
    "first" VARCHAR,
    "last" VARCHAR,
    "origins" BIGINT,
    "modes" VARCHAR[],
    "contexts" VARCHAR[],
    "statuses" VARCHAR[],
    "places" VARCHAR[],
    "countries" VARCHAR[],
    "sectors" VARCHAR[],
    "actor_names" VARCHAR[],
    "actor_keys" VARCHAR[],
    "recipient_names" VARCHAR[],
    "recipient_keys" VARCHAR[],
    "source_names" VARCHAR[],
    "source_kinds" VARCHAR[],
    "outlet_names" VARCHAR[]
);
CREATE TABLE kept.disputes (
    "id" VARCHAR,
    "matter" VARCHAR,
    "batch" BIGINT,
    "digest" VARCHAR,
    "known_since" TIMESTAMP,
    "known_until" TIMESTAMP,
    "about" VARCHAR,
    "question" VARCHAR,
    "happening" VARCHAR,
    "positions" STRUCT("position" VARCHAR, "holders" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[])[], "first" VARCHAR, "last" VARCHAR)[],
    "first" VARCHAR,
    "last" VARCHAR,
    "type" VARCHAR,
    "reports" BIGINT,
    "origins" BIGINT,
    "countries" VARCHAR[],
    "sectors" VARCHAR[],
    "actor_names" VARCHAR[],
    "actor_keys" VARCHAR[],
    "recipient_names" VARCHAR[],
    "recipient_keys" VARCHAR[],
    "source_names" VARCHAR[],
    "source_kinds" VARCHAR[],
    "outlet_names" VARCHAR[]
);
CREATE TABLE kept.situations (
    "id" VARCHAR,
    "matter" VARCHAR,
    "batch" BIGINT,
    "digest" VARCHAR,
    "known_since" TIMESTAMP,
    "known_until" TIMESTAMP,
    "condition" VARCHAR,
    "who" STRUCT("key" VARCHAR, "name" VARCHAR, "country" VARCHAR, "sectors" VARCHAR[], "kind" VARCHAR),
    "by" STRUCT("key" VARCHAR, "name" VARCHAR, "country" VARCHAR, "sectors" VARCHAR[], "kind" VARCHAR)[],
    "country" VARCHAR,
    "since" VARCHAR,
    "until" VARCHAR,
    "opened_by" VARCHAR[],
    "closed_by" VARCHAR[],
    "demanded_by" VARCHAR[],
    "holders" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[])[],
    "ended_holders" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[])[],
    "demands" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[])[],
    "denied_by" STRUCT("name" VARCHAR, "key" VARCHAR, "report" VARCHAR, "version" BIGINT, "outlet" VARCHAR, "origin" VARCHAR, "published" VARCHAR, "span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "via" STRUCT("span" STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR), "entity" VARCHAR, "kind" VARCHAR)[])[],
    "reports" BIGINT,
    "origins" BIGINT,
    "countries" VARCHAR[],
    "sectors" VARCHAR[],
    "actor_names" VARCHAR[],
    "actor_keys" VARCHAR[],
    "recipient_names" VARCHAR[],
    "recipient_keys" VARCHAR[],
    "source_names" VARCHAR[],
    "source_kinds" VARCHAR[],
    "outlet_names" VARCHAR[]
);
CREATE TABLE kept.matters (
    "key" VARCHAR,
    "happening" VARCHAR,
    "statement" VARCHAR,
    "coding" BIGINT,
    "batch" BIGINT
);
CREATE TABLE kept.replaced (
    "kind" VARCHAR,
    "id" VARCHAR,
    "generation" BIGINT,
    "batch" BIGINT
);
