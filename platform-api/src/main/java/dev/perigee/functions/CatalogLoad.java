package dev.perigee.functions;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Loads the functions that changed, reusing the code of versions that are in memory already. */
final class CatalogLoad {

    /** Bounds the rows of one query, not what can be loaded. */
    private static final int BATCH = 200;

    private final CatalogReader reader;
    private final FileContents contents;
    private final Map<FunctionId, CatalogEntry> former;

    CatalogLoad(CatalogReader reader, FileContents contents, Map<FunctionId, CatalogEntry> former) {
        this.reader = reader;
        this.contents = contents;
        this.former = former;
    }

    Mono<Map<FunctionId, CatalogEntry>> load(List<CatalogReader.Head> heads) {
        return Flux.fromIterable(heads)
                .buffer(BATCH)
                .concatMap(this::loadBatch)
                .collect(HashMap::new, Map::putAll);
    }

    private Mono<Map<FunctionId, CatalogEntry>> loadBatch(List<CatalogReader.Head> heads) {
        var byKey = heads.stream().collect(toMap(CatalogReader.Head::key, Function.identity()));
        var keys = byKey.keySet();
        return reader.versions(keys)
                .flatMap(versions -> codes(versions, byKey))
                .flatMap(
                        codes ->
                                reader.aliases(keys)
                                        .zipWith(reader.environment(keys))
                                        .zipWith(reader.limits(keys))
                                        .map(
                                                rows ->
                                                        entries(
                                                                heads,
                                                                codes,
                                                                new Settings(
                                                                        rows.getT1().getT1(),
                                                                        rows.getT1().getT2(),
                                                                        rows.getT2()))));
    }

    private record Settings(
            List<CatalogReader.AliasRow> aliases,
            List<CatalogReader.Variable> variables,
            List<CatalogReader.LimitsRow> limits) {}

    private static Map<FunctionId, CatalogEntry> entries(
            List<CatalogReader.Head> heads,
            Map<Long, Map<Integer, FunctionCode>> codes,
            Settings settings) {
        var aliases =
                settings.aliases().stream()
                        .collect(
                                groupingBy(
                                        CatalogReader.AliasRow::key,
                                        toMap(
                                                CatalogReader.AliasRow::name,
                                                CatalogReader.AliasRow::version)));
        var variables =
                settings.variables().stream()
                        .collect(
                                groupingBy(
                                        CatalogReader.Variable::key,
                                        toMap(
                                                CatalogReader.Variable::name,
                                                CatalogReader.Variable::value)));
        var limits =
                settings.limits().stream()
                        .collect(
                                toMap(
                                        CatalogReader.LimitsRow::key,
                                        CatalogReader.LimitsRow::overrides));
        return heads.stream()
                .map(
                        head ->
                                new CatalogEntry(
                                        head,
                                        codes.getOrDefault(head.key(), Map.of()),
                                        aliases.getOrDefault(head.key(), Map.of()),
                                        variables.getOrDefault(head.key(), Map.of()),
                                        limits.getOrDefault(head.key(), LimitOverrides.NONE)))
                .collect(toMap(entry -> entry.head().id(), Function.identity()));
    }

    private Mono<Map<Long, Map<Integer, FunctionCode>>> codes(
            List<CatalogReader.Version> versions, Map<Long, CatalogReader.Head> heads) {
        var codes = new HashMap<Long, Map<Integer, FunctionCode>>();
        var missing =
                versions.stream()
                        .filter(
                                version -> {
                                    var known = known(version, heads);
                                    if (known != null) {
                                        put(codes, version, known);
                                    }
                                    return known == null;
                                })
                        .toList();
        return reader.files(missing)
                .flatMap(
                        files ->
                                contents.of(files, reader)
                                        .map(bytes -> bundles(files, bytes))
                                        .doOnNext(
                                                bundles ->
                                                        missing.forEach(
                                                                version ->
                                                                        put(
                                                                                codes,
                                                                                version,
                                                                                code(
                                                                                        heads,
                                                                                        version,
                                                                                        bundles)))))
                .thenReturn(codes);
    }

    /** The files of a version, as the key of a map. */
    private record Bundle(long key, int number) {}

    private static Map<Bundle, Map<String, byte[]>> bundles(
            List<CatalogReader.File> files, Map<String, byte[]> bytes) {
        return files.stream()
                .collect(
                        groupingBy(
                                file -> new Bundle(file.key(), file.number()),
                                toMap(
                                        CatalogReader.File::path,
                                        file ->
                                                Objects.requireNonNull(
                                                        bytes.get(file.contentHash())))));
    }

    private static FunctionCode code(
            Map<Long, CatalogReader.Head> heads,
            CatalogReader.Version version,
            Map<Bundle, Map<String, byte[]>> bundles) {
        return new FunctionCode(
                Objects.requireNonNull(heads.get(version.key())).id(),
                version.hash(),
                version.number(),
                version.runtime(),
                version.handler(),
                bundles.getOrDefault(new Bundle(version.key(), version.number()), Map.of()));
    }

    private @Nullable FunctionCode known(
            CatalogReader.Version version, Map<Long, CatalogReader.Head> heads) {
        var entry = former.get(Objects.requireNonNull(heads.get(version.key())).id());
        return entry == null || entry.head().key() != version.key()
                ? null
                : entry.find(Integer.toString(version.number()))
                        .map(ActiveFunction::code)
                        .orElse(null);
    }

    private static void put(
            Map<Long, Map<Integer, FunctionCode>> codes,
            CatalogReader.Version version,
            FunctionCode code) {
        codes.computeIfAbsent(version.key(), _ -> new HashMap<>()).put(version.number(), code);
    }
}
