package dev.perigee.gateway.encoding;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The elements of an array as a range of bytes, until somebody asks for one. */
final class RawElements extends AbstractList<JsonNode> {

    private final byte[] json;
    private final int from;
    private final int to;
    private @Nullable JsonParts scan;
    private @Nullable List<JsonNode> list;

    /** These bytes were found to be an array before. */
    RawElements(byte[] json, int from, int to) {
        this.json = json;
        this.from = from;
        this.to = to;
    }

    RawElements(JsonParts scan) {
        this(scan.json(), scan.from(), scan.to());
        this.scan = scan;
    }

    /** The same with elements of its own. */
    RawElements copy() {
        var copy = new RawElements(json, from, to);
        copy.scan = scan;
        if (list != null) {
            copy.list = new ArrayList<>(list.size());
            for (var element : list) {
                copy.list.add(element.deepCopy());
            }
        }
        return copy;
    }

    int length() {
        return to - from;
    }

    void write(JsonBytes out) {
        if (list == null) {
            out.raw(json, from, to);
        } else {
            out.elements(list);
        }
    }

    private List<JsonNode> open() {
        var all = list;
        if (all == null) {
            var parts = scan != null ? scan : Objects.requireNonNull(JsonScan.of(json, from, to));
            all = new ArrayList<>(parts.count());
            for (int i = 0; i < parts.count(); i++) {
                all.add(Raw.value(json, parts.valueFrom(i), parts.valueTo(i)));
            }
            scan = null;
            list = all;
        }
        return all;
    }

    @Override
    public JsonNode get(int index) {
        return open().get(index);
    }

    @Override
    public JsonNode set(int index, JsonNode element) {
        return open().set(index, element);
    }

    @Override
    public void add(int index, JsonNode element) {
        open().add(index, element);
    }

    @Override
    public JsonNode remove(int index) {
        return open().remove(index);
    }

    @Override
    public int size() {
        return open().size();
    }

    @Override
    public boolean isEmpty() {
        return list == null ? json[from + 1] == ']' : list.isEmpty();
    }
}
