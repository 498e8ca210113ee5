package dev.perigee.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The one table of this process; a change is compiled beside the old table and then swapped in. A
 * definition that stays keeps its compiled target, and what that learned while it served.
 */
@Component
class RoutesHolder implements Routes {

    private final TargetCompiler compiler;
    private List<RouteDefinition> stored = List.of();
    private List<RouteDefinition> fixed = List.of();
    private Map<RouteDefinition, CompiledTarget> targets = Map.of();
    private volatile RouteTable table;

    RoutesHolder(TargetCompiler compiler) {
        this.compiler = compiler;
        table = CompiledRouteTable.compile(List.of(), compiler);
    }

    @Override
    public RouteTable current() {
        return table;
    }

    @Override
    public synchronized void replace(Collection<RouteDefinition> definitions) {
        serve(definitions, fixed);
        stored = List.copyOf(definitions);
    }

    @Override
    public synchronized void fix(Collection<RouteDefinition> definitions) {
        serve(stored, definitions);
        fixed = List.copyOf(definitions);
    }

    @Override
    public synchronized void check(Collection<RouteDefinition> definitions) {
        compile(definitions, fixed, new HashMap<>());
    }

    private void serve(
            Collection<RouteDefinition> fromStore, Collection<RouteDefinition> fromFile) {
        var compiled = new HashMap<RouteDefinition, CompiledTarget>();
        table = compile(fromStore, fromFile, compiled);
        targets = Map.copyOf(compiled);
    }

    private RouteTable compile(
            Collection<RouteDefinition> fromStore,
            Collection<RouteDefinition> fromFile,
            Map<RouteDefinition, CompiledTarget> compiled) {
        var all = new ArrayList<RouteDefinition>(fromStore);
        all.addAll(fromFile);
        return CompiledRouteTable.compile(
                all,
                definition -> {
                    var former = targets.get(definition);
                    var target = former == null ? compiler.compile(definition) : former;
                    compiled.put(definition, target);
                    return target;
                });
    }
}
