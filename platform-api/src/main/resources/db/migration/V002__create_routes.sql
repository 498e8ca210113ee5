CREATE TABLE routes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace   text        NOT NULL,
    method      text        NOT NULL,
    path        text        NOT NULL,
    -- a function that routes point to is not deleted
    function_id bigint      NOT NULL REFERENCES functions,
    -- 'api', or the project whose deployments publish it
    owner       text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT routes_method_path_key UNIQUE (method, path)
);

CREATE INDEX routes_function_id_idx ON routes (function_id);

CREATE TRIGGER routes_notify AFTER INSERT OR UPDATE OR DELETE ON routes
    FOR EACH STATEMENT EXECUTE FUNCTION notify_change();
