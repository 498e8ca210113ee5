-- Answers of appends that carried an idempotency key, kept for a day.
CREATE TABLE append_receipts (
    topic_id         bigint      NOT NULL REFERENCES topics ON DELETE CASCADE,
    idempotency_key  text        NOT NULL,
    fingerprint      text        NOT NULL,
    partitions       integer[]   NOT NULL,
    base_offsets     bigint[]    NOT NULL,
    appended_at      timestamptz NOT NULL,
    PRIMARY KEY (topic_id, idempotency_key)
);
CREATE INDEX append_receipts_appended_at_idx ON append_receipts (appended_at);

-- Appends events of one topic once: a second call with the same key gets the first call's answer and stores nothing. Calls of
-- the same key wait for each other at the receipt.
--   EV004  the key was used with other events
CREATE FUNCTION append_events_once(
    p_key text, p_fingerprint text,
    p_topics bigint[], p_partitions integer[], p_ranks integer[], p_ids uuid[],
    p_keys text[], p_payloads text[], p_headers text[], p_lock_timeout text)
RETURNS TABLE (topic_id bigint, partition integer, base_offset bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_receipt append_receipts;
BEGIN
    PERFORM set_config('lock_timeout', p_lock_timeout, true);
    IF NOT EXISTS (SELECT FROM topics t WHERE t.id = p_topics[1]) THEN
        RETURN;
    END IF;
    INSERT INTO append_receipts VALUES (p_topics[1], p_key, p_fingerprint, '{}', '{}', clock_timestamp())
    ON CONFLICT (topic_id, idempotency_key) DO NOTHING;
    IF FOUND THEN
        WITH appended AS MATERIALIZED (
            SELECT * FROM append_events(p_topics, p_partitions, p_ranks, p_ids, p_keys, p_payloads, p_headers, p_lock_timeout)
        )
        UPDATE append_receipts r
        SET partitions = (SELECT array_agg(a.partition ORDER BY a.partition) FROM appended a),
            base_offsets = (SELECT array_agg(a.base_offset ORDER BY a.partition) FROM appended a)
        WHERE r.topic_id = p_topics[1] AND r.idempotency_key = p_key;
    END IF;
    SELECT * INTO v_receipt FROM append_receipts r WHERE r.topic_id = p_topics[1] AND r.idempotency_key = p_key;
    IF v_receipt.fingerprint <> p_fingerprint THEN
        RAISE EXCEPTION 'the key was used with other events' USING ERRCODE = 'EV004';
    END IF;
    RETURN QUERY SELECT p_topics[1], u.partition, u.base_offset
        FROM unnest(v_receipt.partitions, v_receipt.base_offsets) AS u (partition, base_offset);
END
$$;
