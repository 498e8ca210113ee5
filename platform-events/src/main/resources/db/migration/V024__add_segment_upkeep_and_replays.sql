-- Whoever makes or drops segments takes this lock first: their locks on tables and partitions could else form a circle.
CREATE FUNCTION lock_segments() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(5072061741) $$;

-- Opens a segment; appends from now on go there. The table is made before the partitions are locked, so appends wait only for
-- the switch, and attaching takes no lock that appends or readers wait for.
CREATE OR REPLACE FUNCTION open_segment(p_topic_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_offsets bigint[];
    v_segment bigint := nextval(pg_get_serial_sequence('topic_segments', 'id'));
    v_now     timestamptz;
BEGIN
    PERFORM lock_segments();
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', 'events_' || v_segment);
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES IN (%s)', 'events_' || v_segment, v_segment);
    PERFORM FROM topic_partitions WHERE topic_id = p_topic_id ORDER BY partition FOR UPDATE;
    v_now := clock_timestamp();
    SELECT array_agg(next_offset ORDER BY partition) INTO STRICT v_offsets FROM topic_partitions WHERE topic_id = p_topic_id;
    UPDATE topic_segments SET closed_at = v_now WHERE topic_id = p_topic_id AND closed_at IS NULL;
    INSERT INTO topic_segments (id, topic_id, first_offsets, opened_at) OVERRIDING SYSTEM VALUE
    VALUES (v_segment, p_topic_id, v_offsets, v_now);
    UPDATE topic_partitions SET segment_id = v_segment WHERE topic_id = p_topic_id;
    RETURN v_segment;
END
$$;

-- As before, but locks the partitions by a statement of its own: the one that inserts must begin after that, or it would not
-- know a segment that was opened while it waited.
CREATE OR REPLACE FUNCTION append_events(
    p_topics bigint[], p_partitions integer[], p_ranks integer[], p_ids uuid[],
    p_keys text[], p_payloads text[], p_headers text[], p_lock_timeout text)
RETURNS TABLE (topic_id bigint, partition integer, base_offset bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('lock_timeout', p_lock_timeout, true);
    PERFORM FROM topic_partitions p
    JOIN (SELECT DISTINCT u.topic_id, u.partition FROM unnest(p_topics, p_partitions) AS u (topic_id, partition)) AS wanted
        ON wanted.topic_id = p.topic_id AND wanted.partition = p.partition
    ORDER BY p.topic_id, p.partition
    FOR UPDATE OF p;
    RETURN QUERY
    WITH input AS MATERIALIZED (
        SELECT i.topic_id, i.partition, i.rank, i.id, i.key, i.payload, i.headers
        FROM unnest(p_topics, p_partitions, p_ranks, p_ids, p_keys, p_payloads, p_headers)
            AS i (topic_id, partition, rank, id, key, payload, headers)
    ), counts AS MATERIALIZED (
        SELECT i.topic_id, i.partition, count(*) AS n FROM input i GROUP BY i.topic_id, i.partition
    ), advanced AS MATERIALIZED (
        UPDATE topic_partitions p SET next_offset = p.next_offset + c.n
        FROM counts c WHERE p.topic_id = c.topic_id AND p.partition = c.partition
        RETURNING p.topic_id, p.partition, p.segment_id, p.next_offset - c.n AS base_offset, clock_timestamp() AS appended_at
    ), inserted AS (
        INSERT INTO events (segment_id, partition, event_offset, id, appended_at, key, payload, headers)
        SELECT a.segment_id, a.partition, a.base_offset + i.rank, i.id, a.appended_at, i.key, i.payload, i.headers
        FROM input i JOIN advanced a ON a.topic_id = i.topic_id AND a.partition = i.partition
    )
    SELECT a.topic_id, a.partition, a.base_offset FROM advanced a;
END
$$;

-- Opens the next segment when the current one is too large or, unless it is empty, too old; a topic with retention gets segments
-- of a quarter of its bounds. Returns the new segment or null. Skips a topic that another process looks after right now.
CREATE FUNCTION rotate_segment(p_topic_id bigint, p_bytes bigint, p_millis bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_topic   topics;
    v_segment topic_segments;
    v_used    boolean;
BEGIN
    SELECT * INTO v_topic FROM topics WHERE id = p_topic_id FOR NO KEY UPDATE SKIP LOCKED;
    SELECT * INTO v_segment FROM topic_segments WHERE topic_id = v_topic.id AND closed_at IS NULL;
    IF v_segment.id IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', 'events_' || v_segment.id) INTO v_used;
    IF v_used AND (
        pg_total_relation_size(format('%I', 'events_' || v_segment.id)::regclass)
            >= least(p_bytes, coalesce(v_topic.retention_bytes / 4, p_bytes))
        OR v_segment.opened_at <= clock_timestamp()
            - least(p_millis, coalesce(v_topic.retention_millis / 4, p_millis)) * interval '1 millisecond') THEN
        RETURN open_segment(p_topic_id);
    END IF;
    RETURN NULL;
END
$$;

-- Drops the segments that retention gives up, oldest first. Stops at one that a trigger has not read to its end, unless forced,
-- and names that trigger. Waits for no lock longer than a moment, because appends wait behind it.
CREATE FUNCTION drop_expired_segments(p_topic_id bigint, p_force boolean) RETURNS TABLE (segment_id bigint, held_by text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_topic   topics;
    v_segment record;
    v_holder  text;
BEGIN
    PERFORM set_config('lock_timeout', '200ms', true);
    PERFORM lock_segments();
    SELECT * INTO v_topic FROM topics WHERE id = p_topic_id FOR NO KEY UPDATE SKIP LOCKED;
    IF v_topic.retention_millis IS NULL AND v_topic.retention_bytes IS NULL THEN
        RETURN;
    END IF;
    FOR v_segment IN
        SELECT s.id, s.closed_at, lead(s.first_offsets) OVER (ORDER BY s.id) AS ends,
            coalesce(sum(pg_total_relation_size(format('%I', 'events_' || s.id)::regclass)) OVER (
                ORDER BY s.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS newer_bytes
        FROM topic_segments s WHERE s.topic_id = v_topic.id ORDER BY s.id
    LOOP
        EXIT WHEN v_segment.closed_at IS NULL;
        EXIT WHEN (v_topic.retention_millis IS NULL
                OR v_segment.closed_at > clock_timestamp() - v_topic.retention_millis * interval '1 millisecond')
            AND (v_topic.retention_bytes IS NULL OR v_segment.newer_bytes < v_topic.retention_bytes);
        SELECT t.name INTO v_holder
        FROM triggers t JOIN trigger_positions p ON p.trigger_id = t.id
        WHERE t.topic_id = v_topic.id AND p.position < v_segment.ends[p.partition + 1]
        ORDER BY t.name LIMIT 1;
        IF v_holder IS NOT NULL AND NOT p_force THEN
            RETURN QUERY SELECT v_segment.id, v_holder;
            RETURN;
        END IF;
        PERFORM FROM topic_partitions p WHERE p.topic_id = v_topic.id ORDER BY p.partition FOR UPDATE;
        EXECUTE format('DROP TABLE %I', 'events_' || v_segment.id);
        DELETE FROM topic_segments s WHERE s.id = v_segment.id;
        UPDATE topic_partitions p SET first_offset = v_segment.ends[p.partition + 1] WHERE p.topic_id = v_topic.id;
        RETURN QUERY SELECT v_segment.id, NULL::text;
    END LOOP;
END
$$;

-- As before, but what a shadow appends is captured instead: a replay has no effect outside of its generation.
CREATE OR REPLACE FUNCTION commit_unit(
    p_namespace text, p_generation bigint, p_writer bigint,
    p_keys text[], p_values text[], p_expected bigint[], p_millis bigint[],
    p_topics bigint[], p_partitions integer[], p_ranks integer[], p_ids uuid[],
    p_event_keys text[], p_payloads text[], p_headers text[],
    p_trigger bigint, p_partition integer, p_epoch bigint, p_from bigint, p_to bigint, p_attempts integer, p_solo_until bigint,
    p_dead_letter bigint, p_lock_timeout text)
RETURNS TABLE (state_key text, state_version bigint, topic_id bigint, partition integer, base_offset bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_version bigint;
    v_rows    bigint;
    v_slots   bigint;
BEGIN
    PERFORM set_config('lock_timeout', p_lock_timeout, true);
    IF p_dead_letter IS NOT NULL THEN
        DELETE FROM dead_letters d WHERE d.id = p_dead_letter AND d.trigger_id = p_trigger;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'dead letter % is gone', p_dead_letter USING ERRCODE = 'EV002';
        END IF;
        UPDATE trigger_positions t SET delivered = t.delivered + 1
        WHERE t.trigger_id = p_trigger AND t.partition = p_partition AND p_from >= t.counted_from;
    ELSIF p_trigger IS NOT NULL THEN
        UPDATE trigger_positions t
        SET position = p_to, delivered = t.delivered + p_to - p_from, attempts = p_attempts,
            solo_until = greatest(t.solo_until, p_solo_until), retry_at = NULL, last_error = NULL
        WHERE t.trigger_id = p_trigger AND t.partition = p_partition AND t.epoch = p_epoch AND t.position = p_from;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'epoch % of partition % is over', p_epoch, p_partition USING ERRCODE = 'EV002';
        END IF;
    END IF;
    FOR i IN 1 .. cardinality(p_keys) LOOP
        v_version := write_state_entry(p_namespace, p_generation, p_writer, p_keys[i], p_values[i], p_expected[i], p_millis[i]);
        IF v_version IS NULL THEN
            RAISE EXCEPTION 'state changed' USING ERRCODE = 'EV001', DETAIL = p_keys[i];
        END IF;
        RETURN QUERY SELECT p_keys[i], v_version, NULL::bigint, NULL::integer, NULL::bigint;
    END LOOP;
    IF cardinality(p_topics) > 0 AND p_generation <> 0 THEN
        INSERT INTO captured_events (trigger_id, topic, key, payload, headers)
        SELECT p_trigger, o.name, u.key, u.payload, u.headers
        FROM unnest(p_topics, p_event_keys, p_payloads, p_headers) WITH ORDINALITY AS u (topic_id, key, payload, headers, n)
        JOIN topics o ON o.id = u.topic_id ORDER BY u.n;
    ELSIF cardinality(p_topics) > 0 THEN
        RETURN QUERY SELECT NULL::text, NULL::bigint, a.topic_id, a.partition, a.base_offset
            FROM append_events(p_topics, p_partitions, p_ranks, p_ids, p_event_keys, p_payloads, p_headers, p_lock_timeout) a;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        SELECT count(*) INTO v_slots FROM (SELECT DISTINCT t, p FROM unnest(p_topics, p_partitions) AS u (t, p)) AS slots;
        IF v_rows <> v_slots THEN
            RAISE EXCEPTION 'a topic is gone' USING ERRCODE = 'EV003';
        END IF;
    END IF;
END
$$;

-- Puts a replay's state, position, dead letters and function in the place of its trigger's. Returns how many events the replay
-- is still behind; when that is not 0, nothing was changed.
CREATE FUNCTION promote_replay(p_replay bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_replay triggers;
    v_live   bigint;
    v_behind bigint;
BEGIN
    SELECT * INTO STRICT v_replay FROM triggers WHERE id = p_replay FOR UPDATE;
    v_live := v_replay.replay_of;
    PERFORM FROM trigger_positions WHERE trigger_id IN (v_live, p_replay) ORDER BY trigger_id, partition FOR UPDATE;
    SELECT coalesce(sum(greatest(0, l.position - r.position)), 0) INTO v_behind
    FROM trigger_positions l JOIN trigger_positions r ON r.partition = l.partition AND r.trigger_id = p_replay
    WHERE l.trigger_id = v_live;
    IF v_behind > 0 THEN
        RETURN v_behind;
    END IF;
    DELETE FROM state_entries s
    WHERE s.namespace = v_replay.namespace AND s.generation = 0
      AND (s.written_by = v_live OR s.key IN (
        SELECT n.key FROM state_entries n WHERE n.namespace = v_replay.namespace AND n.generation = v_replay.generation));
    UPDATE state_entries s SET generation = 0, written_by = v_live
    WHERE s.namespace = v_replay.namespace AND s.generation = v_replay.generation;
    DELETE FROM dead_letters d USING trigger_positions r
    WHERE r.trigger_id = p_replay AND d.trigger_id = v_live AND d.partition = r.partition AND d.event_offset >= r.counted_from;
    UPDATE dead_letters SET trigger_id = v_live WHERE trigger_id = p_replay;
    UPDATE trigger_positions l
    SET position = r.position, counted_from = r.counted_from, delivered = r.delivered, dropped = r.dropped, attempts = 0,
        solo_until = 0, retry_at = NULL, blocked = false, last_error = NULL, epoch = l.epoch + 1, owner = NULL
    FROM trigger_positions r WHERE l.trigger_id = v_live AND r.trigger_id = p_replay AND r.partition = l.partition;
    UPDATE triggers SET function = v_replay.function, revision = revision + 1 WHERE id = v_live;
    DELETE FROM triggers WHERE id = p_replay;
    RETURN 0;
END
$$;

-- The differences between a replay's state and what its trigger wrote live, by key.
CREATE FUNCTION compare_replay(p_replay bigint, p_after text, p_limit integer)
RETURNS TABLE (key text, live_value text, replay_value text) LANGUAGE sql STABLE AS $$
    SELECT coalesce(l.key, r.key), l.value, r.value
    FROM (SELECT s.key, s.value FROM state_entries s JOIN triggers t ON t.id = p_replay
          WHERE s.namespace = t.namespace AND s.generation = 0 AND s.written_by = t.replay_of AND s.key > p_after) AS l
    FULL JOIN (SELECT s.key, s.value FROM state_entries s JOIN triggers t ON t.id = p_replay
          WHERE s.namespace = t.namespace AND s.generation = t.generation AND s.key > p_after) AS r ON r.key = l.key
    WHERE l.value IS DISTINCT FROM r.value
    ORDER BY 1 LIMIT p_limit
$$;
