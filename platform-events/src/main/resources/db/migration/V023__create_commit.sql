-- Commits a unit of work by one statement: the trigger's position, then state in key order, then events. Every unit locks in
-- this order, so units never wait for each other in a circle. What does not hold fails the whole unit:
--   EV001  a state entry is not at the expected version (DETAIL is its key)
--   EV002  the position is not at p_from, the epoch is not p_epoch, or the dead letter is gone: somebody else took over
--   EV003  a topic is gone
CREATE FUNCTION commit_unit(
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
    IF cardinality(p_topics) > 0 THEN
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
