-- What happened: one row for each recorded invocation, and its log. Both tables are partitioned by
-- day, so that what is too old goes by dropping a table. The key is a UUID of version 7, whose
-- first 48 bits are the millisecond of its making: it orders by time and says the partition.
-- Partitions are made by the process, two days ahead; the default ones take what no other does.
--
-- Plans with one million rows in eight days (PostgreSQL 18, cold start, see
-- InvocationQueriesIntegrationTests for the queries):
CREATE TABLE invocations (
    id             uuid        NOT NULL,
    namespace      text        NOT NULL,
    function       text        NOT NULL,
    version        integer     NOT NULL,
    alias          text        NOT NULL,
    origin         text        NOT NULL,
    outcome        text        NOT NULL,
    error          text,
    trace          text,
    started_at     timestamptz NOT NULL,
    duration_us    bigint      NOT NULL,
    trace_id       text        NOT NULL,
    span_id        text        NOT NULL,
    parent_span_id text,
    log_lines      integer     NOT NULL,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE TABLE invocations_default PARTITION OF invocations DEFAULT;

CREATE INDEX invocations_namespace_function_id_idx ON invocations (namespace, function, id);

-- Failures are few and looked for often; successes are found by the other indexes.
CREATE INDEX invocations_namespace_outcome_id_idx ON invocations (namespace, outcome, id)
    WHERE outcome <> 'returned';

CREATE TABLE invocation_logs (
    invocation_id uuid        NOT NULL,
    line          integer     NOT NULL,
    written_at    timestamptz NOT NULL,
    level         text        NOT NULL,
    text          text        NOT NULL,
    PRIMARY KEY (invocation_id, line)
) PARTITION BY RANGE (invocation_id);

CREATE TABLE invocation_logs_default PARTITION OF invocation_logs DEFAULT;
