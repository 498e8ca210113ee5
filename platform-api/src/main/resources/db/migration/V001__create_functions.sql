-- Functions, their immutable versions, and what points to them.

CREATE SEQUENCE function_revisions;

CREATE TABLE functions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace    text        NOT NULL,
    name         text        NOT NULL,
    -- 'api', or the project whose deployments publish it
    owner        text        NOT NULL,
    -- limits that differ from the defaults
    deadline_ms  bigint CHECK (deadline_ms > 0),
    cpu_ms       bigint CHECK (cpu_ms > 0),
    memory_bytes bigint CHECK (memory_bytes > 0),
    result_bytes bigint CHECK (result_bytes > 0),
    log_bytes    bigint CHECK (log_bytes >= 0),
    call_depth   integer CHECK (call_depth > 0),
    -- new with every change of the function, its aliases, environment or limits
    revision     bigint      NOT NULL DEFAULT nextval('function_revisions'),
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT functions_namespace_name_key UNIQUE (namespace, name)
);

CREATE TABLE function_versions (
    function_id bigint      NOT NULL REFERENCES functions ON DELETE CASCADE,
    number      integer     NOT NULL CHECK (number > 0),
    hash        text        NOT NULL,
    runtime     text        NOT NULL,
    handler     text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (function_id, number),
    CONSTRAINT function_versions_function_id_hash_key UNIQUE (function_id, hash)
);

-- Contents are kept once, however many versions and functions share them.
CREATE TABLE file_contents (
    hash    text  PRIMARY KEY,
    content bytea NOT NULL
);

CREATE TABLE function_version_files (
    function_id  bigint  NOT NULL,
    number       integer NOT NULL,
    path         text    NOT NULL,
    content_hash text    NOT NULL REFERENCES file_contents,
    PRIMARY KEY (function_id, number, path),
    FOREIGN KEY (function_id, number) REFERENCES function_versions ON DELETE CASCADE
);

CREATE INDEX function_version_files_content_hash_idx ON function_version_files (content_hash);

CREATE TABLE function_aliases (
    function_id bigint      NOT NULL REFERENCES functions ON DELETE CASCADE,
    name        text        NOT NULL,
    version     integer     NOT NULL,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (function_id, name),
    FOREIGN KEY (function_id, version) REFERENCES function_versions
);

-- Where each alias pointed before; a rollback undoes the newest move that is not undone yet.
CREATE TABLE function_alias_moves (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    function_id bigint      NOT NULL REFERENCES functions ON DELETE CASCADE,
    alias       text        NOT NULL,
    version     integer     NOT NULL,
    moved_at    timestamptz NOT NULL DEFAULT now(),
    undone_at   timestamptz
);

CREATE INDEX function_alias_moves_function_id_alias_idx
    ON function_alias_moves (function_id, alias, id DESC) WHERE undone_at IS NULL;

CREATE TABLE function_environment (
    function_id bigint NOT NULL REFERENCES functions ON DELETE CASCADE,
    name        text   NOT NULL,
    value       text   NOT NULL,
    PRIMARY KEY (function_id, name)
);

CREATE FUNCTION revise_function() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := nextval('function_revisions');
    NEW.updated_at := now();
    RETURN NEW;
END $$;

CREATE TRIGGER functions_revise BEFORE UPDATE ON functions
    FOR EACH ROW EXECUTE FUNCTION revise_function();

CREATE FUNCTION notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('perigee_changes', TG_TABLE_NAME);
    RETURN NULL;
END $$;

CREATE TRIGGER functions_notify AFTER INSERT OR UPDATE OR DELETE ON functions
    FOR EACH STATEMENT EXECUTE FUNCTION notify_change();
