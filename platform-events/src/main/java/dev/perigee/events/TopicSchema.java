package dev.perigee.events;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A topic's compiled JSON Schema. It loads nothing from elsewhere: a reference outside the schema
 * is refused. Safe for use by many threads.
 */
public final class TopicSchema {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String META_SCHEMAS = "https://json-schema.org/draft/2020-12/";
    private static final String META_SCHEMA = META_SCHEMAS + "schema";

    private final Schema schema;

    private TopicSchema(Schema schema) {
        this.schema = schema;
    }

    /** Compiles a schema; fails with {@link InvalidSchemaException}. */
    public static TopicSchema parse(String text) {
        try {
            var json = JSON.readTree(text);
            if (!json.isObject() && !json.isBoolean()) {
                throw new InvalidSchemaException("it is neither an object nor a boolean", null);
            }
            var registry = newRegistry();
            var meta = registry.getSchema(SchemaLocation.of(META_SCHEMA));
            var faults = meta.validate(json);
            if (!faults.isEmpty()) {
                var first = faults.getFirst();
                throw new InvalidSchemaException(
                        first.getInstanceLocation() + " " + first.getMessage(), null);
            }
            var schema = registry.getSchema(json);
            schema.initializeValidators();
            return new TopicSchema(schema);
        } catch (JacksonException notJson) {
            throw new InvalidSchemaException("it is not JSON", notJson);
        } catch (SchemaException unusable) {
            throw new InvalidSchemaException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** One registry a schema: it keeps schemas by their {@code $id}, which two topics may share. */
    private static SchemaRegistry newRegistry() {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                        registry.schemaLoader(
                                loader ->
                                        loader.fetchRemoteResources(false)
                                                .allow(
                                                        location ->
                                                                location.toString()
                                                                        .startsWith(
                                                                                META_SCHEMAS))));
    }

    /** The faults of a payload that is known to be JSON; empty when it satisfies the schema. */
    List<InvalidEventException.Fault> faults(int index, String payload) {
        return schema.validate(payload, InputFormat.JSON).stream()
                .map(
                        error ->
                                new InvalidEventException.Fault(
                                        index,
                                        "/payload" + error.getInstanceLocation(),
                                        error.getMessage()))
                .toList();
    }
}
