package dev.perigee.gateway.encoding;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of an object as ranges of bytes, in their order. A name or a value becomes an object
 * of its own when somebody asks for it. States: closed, nobody asked yet; then a table of places;
 * then a map, when there are too many members to look through.
 */
final class RawMembers extends AbstractMap<String, JsonNode> {

    private static final int MOST_PLACES = 64;

    private final byte[] json;
    private final int from;
    private final int to;
    private @Nullable JsonParts scan;

    /** How many there are in the table, with those that are gone; -1 while closed. */
    private int places = -1;

    private int size;
    private @Nullable RawPlace[] known = {};
    private @Nullable Map<String, JsonNode> map;
    private boolean changed;

    /** These bytes were found to be an object before. */
    RawMembers(byte[] json, int from, int to) {
        this.json = json;
        this.from = from;
        this.to = to;
    }

    RawMembers(JsonParts scan) {
        this(scan.json(), scan.from(), scan.to());
        this.scan = scan;
    }

    /** The same with values of its own. */
    RawMembers copy() {
        var copy = new RawMembers(json, from, to);
        copy.scan = scan;
        copy.places = places;
        copy.size = size;
        copy.changed = changed;
        copy.known = new RawPlace[known.length];
        for (int place = 0; place < known.length; place++) {
            var at = known[place];
            copy.known[place] = at == null ? null : at.copy();
        }
        if (map != null) {
            copy.map = LinkedHashMap.newLinkedHashMap(map.size());
            for (var member : map.entrySet()) {
                copy.map.put(member.getKey(), member.getValue().deepCopy());
            }
        }
        return copy;
    }

    int length() {
        return to - from;
    }

    void write(JsonBytes out) {
        if (!changed) {
            out.raw(json, from, to);
        } else if (map != null) {
            out.members(map.entrySet());
        } else {
            out.raw('{');
            var end = out.size();
            for (int place = 0; place < places; ) {
                if (!isThere(place)) {
                    place++;
                    continue;
                }
                if (out.size() > end) {
                    out.raw(',');
                }
                place = write(out, place);
            }
            out.raw('}');
        }
    }

    /** Writes that place, with those behind it that are as they came; the next one to write. */
    private int write(JsonBytes out, int place) {
        var at = known[place];
        if (at == null) {
            var next = place + 1;
            while (next < places && known[next] == null) {
                next++;
            }
            out.raw(json, scanned().nameFrom(place) - 1, scanned().valueTo(next - 1));
            return next;
        }
        if (at.name == null) {
            out.raw(json, scanned().nameFrom(place) - 1, scanned().valueFrom(place));
        } else {
            out.text(at.name);
            out.raw(':');
        }
        if (at.value == null) {
            out.raw(Objects.requireNonNull(at.range));
        } else {
            out.value(at.value);
        }
        return place + 1;
    }

    private JsonParts scanned() {
        var parts = scan;
        if (parts == null) {
            parts = Objects.requireNonNull(JsonScan.of(json, from, to));
            scan = parts;
        }
        return parts;
    }

    /** Opens; the map, when it is one. */
    private @Nullable Map<String, JsonNode> open() {
        if (places < 0) {
            places = scanned().count();
            size = places;
            known = new RawPlace[Math.min(places, MOST_PLACES) + 2];
            return places > MOST_PLACES ? toMap() : null;
        }
        return map;
    }

    private Map<String, JsonNode> toMap() {
        var all = LinkedHashMap.<String, JsonNode>newLinkedHashMap(places + 1);
        known = Arrays.copyOf(known, places);
        for (int place = 0; place < places; place++) {
            if (isThere(place)) {
                all.put(name(place), value(place));
            }
        }
        known = new RawPlace[0];
        changed = true;
        map = all;
        return all;
    }

    private boolean isThere(int place) {
        var at = known[place];
        return at == null || !at.isGone();
    }

    private String name(int place) {
        var at = known[place];
        if (at != null && at.name != null) {
            return at.name;
        }
        var start = scanned().nameFrom(place);
        return new String(json, start, scanned().nameTo(place) - start, StandardCharsets.UTF_8);
    }

    private JsonNode value(int place) {
        var at = known[place];
        if (at == null) {
            at = new RawPlace(null, range(place), null);
            known[place] = at;
            changed = true;
        }
        return at.value();
    }

    private JsonBytes.Range range(int place) {
        return new JsonBytes.Range(json, scanned().valueFrom(place), scanned().valueTo(place));
    }

    private int find(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        var came = scanned();
        for (int place = 0; place < places; place++) {
            if (isThere(place)
                    && (place >= came.count() || isNamed(came, place, bytes))
                    && name(place).equals(name)) {
                return place;
            }
        }
        return -1;
    }

    private boolean isNamed(JsonParts came, int place, byte[] name) {
        var start = came.nameFrom(place);
        var end = came.nameTo(place);
        return end - start == name.length && Arrays.equals(json, start, end, name, 0, name.length);
    }

    private void drop(int place) {
        known[place] = new RawPlace(null, null, null);
        size--;
        changed = true;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        var all = open();
        return all != null ? all.containsKey(name) : name instanceof String text && find(text) >= 0;
    }

    @Override
    public @Nullable JsonNode get(@Nullable Object name) {
        var all = open();
        if (all != null) {
            return all.get(name);
        }
        var place = name instanceof String text ? find(text) : -1;
        return place < 0 ? null : value(place);
    }

    @Override
    public @Nullable JsonNode put(String name, JsonNode value) {
        var all = open();
        if (all != null) {
            return all.put(name, value);
        }
        var place = find(name);
        var former = place < 0 ? null : value(place);
        put(place, name, new RawPlace(place < 0 ? name : nameIfNew(place), null, value));
        return former;
    }

    /** Bytes of another one stay bytes. */
    @Override
    public void putAll(Map<? extends String, ? extends JsonNode> others) {
        if (!(others instanceof RawMembers raw) || raw.open() != null) {
            super.putAll(others);
            return;
        }
        for (int other = 0; other < raw.places; other++) {
            if (raw.isThere(other)) {
                var name = raw.name(other);
                if (raw.known[other] != null || open() != null) {
                    put(name, raw.value(other));
                } else {
                    var place = find(name);
                    put(
                            place,
                            name,
                            new RawPlace(
                                    place < 0 ? name : nameIfNew(place), raw.range(other), null));
                }
            }
        }
    }

    private @Nullable String nameIfNew(int place) {
        var at = known[place];
        return at == null ? null : at.name;
    }

    private void put(int place, String name, RawPlace at) {
        changed = true;
        if (place >= 0) {
            known[place] = at;
        } else if (places == MOST_PLACES) {
            toMap().put(name, at.value());
        } else {
            if (places == known.length) {
                known = Arrays.copyOf(known, 2 * places);
            }
            known[places++] = at;
            size++;
        }
    }

    @Override
    public @Nullable JsonNode remove(@Nullable Object name) {
        var all = open();
        if (all != null) {
            return all.remove(name);
        }
        var place = name instanceof String text ? find(text) : -1;
        if (place < 0) {
            return null;
        }
        var former = value(place);
        drop(place);
        return former;
    }

    @Override
    public int size() {
        var all = open();
        return all != null ? all.size() : size;
    }

    /** Does not open: an object that came with members is asked this for every answer. */
    @Override
    public boolean isEmpty() {
        return places < 0 ? json[from + 1] == '}' : size() == 0;
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        var all = open();
        return all != null ? all.entrySet() : new Members();
    }

    private final class Members extends AbstractSet<Map.Entry<String, JsonNode>> {

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, JsonNode>> iterator() {
            return new Places();
        }
    }

    private final class Places implements Iterator<Map.Entry<String, JsonNode>> {

        private int next;
        private int current = -1;

        @Override
        public boolean hasNext() {
            while (next < places && !isThere(next)) {
                next++;
            }
            return next < places;
        }

        @Override
        public Map.Entry<String, JsonNode> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            current = next++;
            return new Member(current);
        }

        @Override
        public void remove() {
            drop(current);
        }
    }

    private final class Member implements Map.Entry<String, JsonNode> {

        private final int place;

        Member(int place) {
            this.place = place;
        }

        @Override
        public String getKey() {
            return name(place);
        }

        @Override
        public JsonNode getValue() {
            return value(place);
        }

        @Override
        public JsonNode setValue(JsonNode value) {
            var former = value(place);
            put(place, "", new RawPlace(nameIfNew(place), null, value));
            return former;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && getKey().equals(entry.getKey())
                    && getValue().equals(entry.getValue());
        }

        @Override
        public int hashCode() {
            return getKey().hashCode() ^ getValue().hashCode();
        }
    }
}
