package dev.perigee.gateway.configuration;

import dev.perigee.gateway.shaping.FlatOperation;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of changes: {@code {type: move | del | append, args: [paths]}}. */
public final class Operations {

    private Operations() {}

    /** The operations at this key; mistakes are noted there. */
    public static List<FlatOperation> read(ConfigNode node, String key) {
        var operations = new ArrayList<FlatOperation>();
        for (var each : node.list(key)) {
            var arguments =
                    each.texts("args").stream()
                            .filter(path -> !path.isEmpty())
                            .map(FlatOperation::path)
                            .toList();
            var type = each.text("type", "");
            switch (type) {
                case "del" -> operations.add(new FlatOperation.Delete(arguments));
                case "move", "append" -> {
                    if (arguments.size() != 2) {
                        each.get("args").mistake("must be two paths: from where and to where");
                    } else if (type.equals("move")) {
                        operations.add(
                                new FlatOperation.Move(arguments.getFirst(), arguments.getLast()));
                    } else {
                        operations.add(
                                new FlatOperation.Append(
                                        arguments.getFirst(), arguments.getLast()));
                    }
                }
                default ->
                        each.get("type")
                                .mistake("must be move, del or append, not \"" + type + "\"");
            }
        }
        return operations;
    }
}
