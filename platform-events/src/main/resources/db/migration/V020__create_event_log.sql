-- A topic's events lie in segments: one table each, all partitions of the table events. A segment is dropped whole.
CREATE TABLE topics (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace         text        NOT NULL,
    name              text        NOT NULL COLLATE "C",
    partitions        integer     NOT NULL CHECK (partitions BETWEEN 1 AND 256),
    payload_schema    text,
    retention_millis  bigint      CHECK (retention_millis > 0),
    retention_bytes   bigint      CHECK (retention_bytes > 0),
    created_at        timestamptz NOT NULL DEFAULT now(),
    UNIQUE (namespace, name)
);

CREATE TABLE topic_segments (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_id       bigint      NOT NULL REFERENCES topics ON DELETE CASCADE,
    first_offsets  bigint[]    NOT NULL,
    opened_at      timestamptz NOT NULL,
    closed_at      timestamptz
);
CREATE INDEX topic_segments_topic_id_idx ON topic_segments (topic_id, id);

-- The counter row of a partition. Whoever appends holds its lock until the commit, so offsets have no gaps and follow commits.
CREATE TABLE topic_partitions (
    topic_id      bigint  NOT NULL REFERENCES topics ON DELETE CASCADE,
    partition     integer NOT NULL,
    segment_id    bigint  NOT NULL,
    first_offset  bigint  NOT NULL DEFAULT 0,
    next_offset   bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (topic_id, partition)
) WITH (fillfactor = 25, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

CREATE TABLE events (
    segment_id    bigint      NOT NULL,
    partition     integer     NOT NULL,
    event_offset  bigint      NOT NULL,
    id            uuid        NOT NULL,
    appended_at   timestamptz NOT NULL,
    key           text,
    payload       text        NOT NULL,
    headers       text,
    PRIMARY KEY (segment_id, partition, event_offset)
) PARTITION BY LIST (segment_id);

-- Opens a segment; appends from now on go there. Attaching takes no lock that appends or readers wait for.
CREATE FUNCTION open_segment(p_topic_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_offsets bigint[];
    v_segment bigint;
    v_now     timestamptz;
BEGIN
    PERFORM FROM topic_partitions WHERE topic_id = p_topic_id ORDER BY partition FOR UPDATE;
    v_now := clock_timestamp();
    SELECT array_agg(next_offset ORDER BY partition) INTO STRICT v_offsets FROM topic_partitions WHERE topic_id = p_topic_id;
    UPDATE topic_segments SET closed_at = v_now WHERE topic_id = p_topic_id AND closed_at IS NULL;
    INSERT INTO topic_segments (topic_id, first_offsets, opened_at) VALUES (p_topic_id, v_offsets, v_now) RETURNING id INTO v_segment;
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', 'events_' || v_segment);
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES IN (%s)', 'events_' || v_segment, v_segment);
    UPDATE topic_partitions SET segment_id = v_segment WHERE topic_id = p_topic_id;
    RETURN v_segment;
END
$$;

-- Appends events, given column by column; p_ranks counts each partition's events from 0. Locks the partitions in ascending order.
-- A partition that does not exist is left out of the answer and none of its events is stored.
CREATE FUNCTION append_events(
    p_topics bigint[], p_partitions integer[], p_ranks integer[], p_ids uuid[],
    p_keys text[], p_payloads text[], p_headers text[], p_lock_timeout text)
RETURNS TABLE (topic_id bigint, partition integer, base_offset bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('lock_timeout', p_lock_timeout, true);
    RETURN QUERY
    WITH input AS MATERIALIZED (
        SELECT i.topic_id, i.partition, i.rank, i.id, i.key, i.payload, i.headers
        FROM unnest(p_topics, p_partitions, p_ranks, p_ids, p_keys, p_payloads, p_headers)
            AS i (topic_id, partition, rank, id, key, payload, headers)
    ), counts AS MATERIALIZED (
        SELECT i.topic_id, i.partition, count(*) AS n FROM input i GROUP BY i.topic_id, i.partition
    ), locked AS MATERIALIZED (
        SELECT p.topic_id, p.partition, c.n
        FROM topic_partitions p JOIN counts c ON c.topic_id = p.topic_id AND c.partition = p.partition
        ORDER BY p.topic_id, p.partition
        FOR UPDATE OF p
    ), advanced AS MATERIALIZED (
        UPDATE topic_partitions p SET next_offset = p.next_offset + l.n
        FROM locked l WHERE p.topic_id = l.topic_id AND p.partition = l.partition
        RETURNING p.topic_id, p.partition, p.segment_id, p.next_offset - l.n AS base_offset, clock_timestamp() AS appended_at
    ), inserted AS (
        INSERT INTO events (segment_id, partition, event_offset, id, appended_at, key, payload, headers)
        SELECT a.segment_id, a.partition, a.base_offset + i.rank, i.id, a.appended_at, i.key, i.payload, i.headers
        FROM input i JOIN advanced a ON a.topic_id = i.topic_id AND a.partition = i.partition
    )
    SELECT a.topic_id, a.partition, a.base_offset FROM advanced a;
END
$$;
