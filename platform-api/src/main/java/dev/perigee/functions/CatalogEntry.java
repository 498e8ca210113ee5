package dev.perigee.functions;

import dev.perigee.executor.FunctionCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One function of the catalog: everything that can be invoked of it, by alias and by number. */
final class CatalogEntry {

    private final CatalogReader.Head head;
    private final Map<String, ActiveFunction> byReference;
    private final Set<String> aliasedHashes;

    /**
     * Builds the entry.
     *
     * @param versions the code by its number
     * @param aliases version numbers by the alias that points to them
     */
    CatalogEntry(
            CatalogReader.Head head,
            Map<Integer, FunctionCode> versions,
            Map<String, Integer> aliases,
            Map<String, String> environment,
            LimitOverrides overrides) {
        this.head = head;
        var limits = overrides.toLimits();
        var variables = Map.copyOf(environment);
        var references = new HashMap<String, ActiveFunction>();
        versions.forEach(
                (number, code) ->
                        references.put(
                                Integer.toString(number),
                                new ActiveFunction(code, variables, limits)));
        aliases.forEach(
                (alias, number) -> {
                    var active = references.get(Integer.toString(number));
                    if (active != null) {
                        references.put(alias, active);
                    }
                });
        this.byReference = Map.copyOf(references);
        this.aliasedHashes =
                aliases.keySet().stream()
                        .map(byReference::get)
                        .filter(active -> active != null)
                        .map(active -> active.code().hash())
                        .collect(Collectors.toUnmodifiableSet());
    }

    CatalogReader.Head head() {
        return head;
    }

    boolean isSame(CatalogReader.Head other) {
        return head.equals(other);
    }

    Optional<ActiveFunction> find(String reference) {
        return Optional.ofNullable(byReference.get(reference));
    }

    Set<String> aliasedHashes() {
        return aliasedHashes;
    }
}
