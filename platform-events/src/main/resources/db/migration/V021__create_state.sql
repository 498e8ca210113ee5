CREATE SEQUENCE state_versions;

-- A namespace's key-value data; generation 0 is live, others are shadows that replays write. A version is never used twice for a key.
CREATE TABLE state_entries (
    namespace   text        NOT NULL,
    generation  bigint      NOT NULL,
    key         text        NOT NULL COLLATE "C",
    value       text        NOT NULL,
    version     bigint      NOT NULL,
    written_by  bigint,
    updated_at  timestamptz NOT NULL,
    expires_at  timestamptz,
    PRIMARY KEY (namespace, generation, key)
);
CREATE INDEX state_entries_expires_at_idx ON state_entries (expires_at) WHERE expires_at IS NOT NULL;

-- Changes one entry: a null value deletes. Expected is the version the caller relies on, 0 for absent, null for any.
-- Returns the new version, 0 after a deletion, null when the expectation does not hold.
CREATE FUNCTION write_state_entry(
    p_namespace text, p_generation bigint, p_writer bigint, p_key text, p_value text, p_expected bigint, p_millis bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_now     timestamptz := clock_timestamp();
    v_expires timestamptz := v_now + p_millis * interval '1 millisecond';
    v_version bigint;
BEGIN
    IF p_value IS NULL THEN
        DELETE FROM state_entries s
        WHERE s.namespace = p_namespace AND s.generation = p_generation AND s.key = p_key
          AND (p_expected IS NULL OR s.version = p_expected OR s.expires_at <= v_now);
        IF p_expected > 0 AND NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF p_expected = 0 AND EXISTS (
            SELECT FROM state_entries s WHERE s.namespace = p_namespace AND s.generation = p_generation AND s.key = p_key) THEN
            RETURN NULL;
        END IF;
        RETURN 0;
    END IF;
    IF p_expected > 0 THEN
        UPDATE state_entries s
        SET value = p_value, version = nextval('state_versions'), written_by = p_writer, updated_at = v_now, expires_at = v_expires
        WHERE s.namespace = p_namespace AND s.generation = p_generation AND s.key = p_key AND s.version = p_expected
          AND (s.expires_at IS NULL OR s.expires_at > v_now)
        RETURNING s.version INTO v_version;
        RETURN v_version;
    END IF;
    INSERT INTO state_entries AS s (namespace, generation, key, value, version, written_by, updated_at, expires_at)
    VALUES (p_namespace, p_generation, p_key, p_value, nextval('state_versions'), p_writer, v_now, v_expires)
    ON CONFLICT (namespace, generation, key) DO UPDATE
    SET value = p_value, version = nextval('state_versions'), written_by = p_writer, updated_at = v_now, expires_at = v_expires
    WHERE p_expected IS NULL OR s.expires_at <= v_now
    RETURNING s.version INTO v_version;
    RETURN v_version;
END
$$;
