package dev.perigee.gateway.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** RSS 2.0 and Atom feeds as one kind of object: feed type, title, link, items. */
record RssDecoder() implements Decoder {

    private static final Map<String, String> CHANNEL =
            Map.of(
                    "title", "title",
                    "description", "description",
                    "link", "link",
                    "language", "language",
                    "copyright", "copyright",
                    "lastBuildDate", "updated",
                    "pubDate", "published",
                    "subtitle", "description",
                    "updated", "updated",
                    "generator", "generator");

    private static final Map<String, String> ITEM =
            Map.of(
                    "title", "title",
                    "description", "description",
                    "summary", "description",
                    "content", "content",
                    "link", "link",
                    "guid", "guid",
                    "id", "guid",
                    "pubDate", "published",
                    "published", "published",
                    "updated", "updated");

    @Override
    public String name() {
        return "rss";
    }

    @Override
    public ObjectNode decode(byte[] body, boolean collection) {
        var document = XmlDecoder.document(body);
        if (document.get("rss") instanceof ObjectNode rss
                && rss.get("channel") instanceof ObjectNode channel) {
            var version = text(rss.get("-version"));
            return feed(channel, "item", "rss", version == null ? "2.0" : version);
        }
        if (document.get("feed") instanceof ObjectNode atom) {
            return feed(atom, "entry", "atom", "1.0");
        }
        throw new DecodingException("the body is neither an RSS nor an Atom feed");
    }

    private static ObjectNode feed(
            ObjectNode channel, String itemName, String type, String version) {
        var feed = pick(channel, CHANNEL);
        var items = feed.putArray("items");
        for (var item : all(channel.get(itemName))) {
            if (item instanceof ObjectNode fields) {
                items.add(item(fields));
            }
        }
        return feed.put("feedType", type).put("feedVersion", version);
    }

    private static ObjectNode item(ObjectNode fields) {
        var item = pick(fields, ITEM);
        var categories = all(fields.get("category"));
        if (!categories.isEmpty()) {
            var names = item.putArray("categories");
            categories.forEach(category -> names.add(text(category)));
        }
        return item;
    }

    private static ObjectNode pick(ObjectNode fields, Map<String, String> names) {
        var picked = Json.object();
        for (var field : fields.properties()) {
            var name = names.get(field.getKey());
            var text = name == null ? null : text(field.getValue());
            if (name != null && text != null) {
                picked.put(name, text);
            }
        }
        return picked;
    }

    private static List<JsonNode> all(@Nullable JsonNode value) {
        if (value instanceof ArrayNode array) {
            var all = new ArrayList<JsonNode>();
            array.forEach(all::add);
            return all;
        }
        return value == null ? List.of() : List.of(value);
    }

    /** The text of an element, also of one with attributes; an Atom link is its address. */
    private static @Nullable String text(@Nullable JsonNode value) {
        return switch (value) {
            case null -> null;
            case ObjectNode object -> {
                var address = object.get("-href");
                yield address != null
                        ? text(address)
                        : text(object.has("#text") ? object.get("#text") : object.get("-term"));
            }
            case ArrayNode array -> array.isEmpty() ? null : text(array.get(0));
            default -> value.isString() ? value.stringValue() : null;
        };
    }
}
