package dev.resil.json;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds a text against one of the project's schemas. A schema for users allows keys that it does
 * not know, since keys are only ever added; here it must know them all.
 */
public final class SchemaCheck {
  private final Schema schema;

  /** A check against {@code schema/NAME.schema.json}. */
  public SchemaCheck(String name) {
    try (InputStream text =
        SchemaCheck.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
      JsonNode node = JsonMapper.shared().readTree(text);
      closeObjects(node);
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(node);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void closeObjects(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asString("").equals("object")) {
      object.put("additionalProperties", false);
    }
    node.forEach(SchemaCheck::closeObjects);
  }

  /** What is wrong with a text. */
  public List<String> problems(String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
