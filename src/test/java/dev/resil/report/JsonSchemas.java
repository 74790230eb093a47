package dev.resil.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The project's JSON Schemas, as published and closed against undescribed keys. */
public final class JsonSchemas {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();

  private final ObjectNode source;
  private final Schema published;
  private final Schema closed;

  private JsonSchemas(ObjectNode source) {
    this.source = source;
    this.published = schema(source);
    this.closed = schema(close(source.deepCopy()));
  }

  public static JsonSchemas named(String file) {
    try (InputStream in = JsonSchemas.class.getResourceAsStream("/schema/" + file)) {
      return new JsonSchemas((ObjectNode) MAPPER.readTree(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Schema schema(JsonNode source) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(CONFIG))
        .getSchema(source);
  }

  /** Closes each schema that describes properties. */
  private static ObjectNode close(ObjectNode schema) {
    descriptionsOf(schema).forEach(described -> described.put("additionalProperties", false));
    return schema;
  }

  /** Every schema below this one that has a type and properties. */
  private static List<ObjectNode> descriptionsOf(JsonNode schema) {
    List<ObjectNode> found = new ArrayList<>();
    if (schema instanceof ObjectNode object && object.has("type") && object.has("properties")) {
      found.add(object);
    }
    schema.forEach(child -> found.addAll(descriptionsOf(child)));
    return found;
  }

  /** The JSON, if it is valid and every key of it is described. */
  public JsonNode check(String json) {
    assertThat(published.validate(json, InputFormat.JSON)).as(json).isEmpty();
    assertThat(closed.validate(json, InputFormat.JSON)).as("every key of %s", json).isEmpty();
    return MAPPER.readTree(json);
  }

  /** Whether the schema as published accepts the JSON. */
  boolean accepts(JsonNode json) {
    return published.validate(json).isEmpty();
  }

  /** Whether the schema is valid, and every key has a description. */
  public void assertThatEveryKeyIsDescribedInSnakeCase() {
    assertThat(
            schema(MAPPER.createObjectNode().put("$ref", source.get("$schema").asString()))
                .validate(source))
        .as("against the schema of schemas")
        .isEmpty();
    for (ObjectNode schema : descriptionsOf(source)) {
      schema
          .get("properties")
          .propertyStream()
          .forEach(property -> {
            assertThat(property.getKey()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(property.getValue().path("description").asString(""))
                .as("description of %s", property.getKey())
                .endsWith(".");
          });
    }
  }
}
