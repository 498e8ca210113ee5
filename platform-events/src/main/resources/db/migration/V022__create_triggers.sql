-- A replay of a trigger is a trigger itself: it has replay_of and writes the state of its own generation.
CREATE SEQUENCE state_generations;
CREATE TABLE triggers (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace      text        NOT NULL,
    name           text        NOT NULL COLLATE "C",
    topic_id       bigint      NOT NULL REFERENCES topics,
    function       text        NOT NULL,
    batch_size     integer     NOT NULL CHECK (batch_size BETWEEN 1 AND 1000),
    max_attempts   integer     NOT NULL CHECK (max_attempts BETWEEN 1 AND 1000),
    first_delay_millis bigint  NOT NULL CHECK (first_delay_millis > 0),
    max_delay_millis   bigint  NOT NULL CHECK (max_delay_millis >= first_delay_millis),
    on_failure     text        NOT NULL CHECK (on_failure IN ('park', 'block')),
    paused         boolean     NOT NULL DEFAULT false,
    revision       bigint      NOT NULL DEFAULT 0,
    generation     bigint      NOT NULL DEFAULT 0,
    replay_of      bigint      REFERENCES triggers ON DELETE CASCADE,
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (namespace, name)
);
CREATE INDEX triggers_topic_id_idx ON triggers (topic_id);

-- A process that delivers events. Its lease covers all partitions it owns.
CREATE TABLE delivery_owners (
    id           uuid        PRIMARY KEY,
    lease_until  timestamptz NOT NULL
);

-- Everything up to position is done. The epoch grows with every change of owner and with every seek; each commit checks it.
-- attempts counts the deliveries begun of the event at position; below solo_until events are delivered one by one and have
-- been in a failed batch once. Delivered and dropped count events from counted_from on.
CREATE TABLE trigger_positions (
    trigger_id    bigint      NOT NULL REFERENCES triggers ON DELETE CASCADE,
    partition     integer     NOT NULL,
    position      bigint      NOT NULL,
    counted_from  bigint      NOT NULL,
    delivered     bigint      NOT NULL DEFAULT 0,
    dropped       bigint      NOT NULL DEFAULT 0,
    owner         uuid,
    epoch         bigint      NOT NULL DEFAULT 0,
    attempts      integer     NOT NULL DEFAULT 0,
    solo_until    bigint      NOT NULL DEFAULT 0,
    retry_at      timestamptz,
    blocked       boolean     NOT NULL DEFAULT false,
    last_error    text,
    PRIMARY KEY (trigger_id, partition)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

CREATE TABLE dead_letters (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trigger_id    bigint      NOT NULL REFERENCES triggers ON DELETE CASCADE,
    partition     integer     NOT NULL,
    event_offset  bigint      NOT NULL,
    event_id      uuid        NOT NULL,
    appended_at   timestamptz NOT NULL,
    key           text,
    payload       text        NOT NULL,
    headers       text,
    attempts      integer     NOT NULL,
    error         text        NOT NULL,
    parked_at     timestamptz NOT NULL,
    redrive       boolean     NOT NULL DEFAULT false,
    UNIQUE (trigger_id, partition, event_offset)
);

CREATE INDEX dead_letters_redrive_idx ON dead_letters (trigger_id, partition) WHERE redrive;

-- What a replay would have appended, for comparison.
CREATE TABLE captured_events (
    id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trigger_id  bigint  NOT NULL REFERENCES triggers ON DELETE CASCADE,
    topic       text    NOT NULL,
    key         text,
    payload     text    NOT NULL,
    headers     text
);
CREATE INDEX captured_events_trigger_id_idx ON captured_events (trigger_id, id);
