-- Which project declared a trigger, so that a deployment removes what it no longer declares.
CREATE TABLE project_triggers (
    namespace text NOT NULL,
    name      text NOT NULL,
    project   text NOT NULL,
    PRIMARY KEY (namespace, name)
);

-- When events are appended by the clock. Whoever moves next_fire on appends the event of that time.
CREATE TABLE schedules (
    namespace text        NOT NULL,
    name      text        NOT NULL,
    project   text        NOT NULL,
    function  text        NOT NULL,
    cron      text        NOT NULL,
    zone      text        NOT NULL,
    missed    text        NOT NULL CHECK (missed IN ('skip', 'once', 'all')),
    next_fire timestamptz NOT NULL,
    PRIMARY KEY (namespace, name)
);

CREATE INDEX schedules_next_fire_idx ON schedules (next_fire);

CREATE TRIGGER schedules_notify AFTER INSERT OR DELETE OR UPDATE OF cron, zone, missed ON schedules
    FOR EACH STATEMENT EXECUTE FUNCTION notify_change();
