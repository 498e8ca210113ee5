-- Who hears what is published to a channel. The order of those without a priority is that of ids.
CREATE TABLE subscriptions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace    text        NOT NULL,
    channel      text        NOT NULL,
    -- a function that channels run is not deleted
    function_id  bigint      REFERENCES functions,
    topic        text,
    priority     integer     CHECK (priority >= 0),
    predicate_id bigint      REFERENCES functions,
    -- 'api', or the project whose deployments publish it
    owner        text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT subscriptions_subscriber_check CHECK ((function_id IS NULL) <> (topic IS NULL))
);

CREATE INDEX subscriptions_function_id_idx ON subscriptions (function_id);
CREATE INDEX subscriptions_predicate_id_idx ON subscriptions (predicate_id);

CREATE TRIGGER subscriptions_notify AFTER INSERT OR UPDATE OR DELETE ON subscriptions
    FOR EACH STATEMENT EXECUTE FUNCTION notify_change();

-- A route's target may also be a channel, through whose stages its requests run.
ALTER TABLE routes ADD COLUMN channel text;
ALTER TABLE routes DROP CONSTRAINT routes_target_check;
ALTER TABLE routes ADD CONSTRAINT routes_target_check
    CHECK (num_nonnulls(function_id, pipeline, channel) = 1);
