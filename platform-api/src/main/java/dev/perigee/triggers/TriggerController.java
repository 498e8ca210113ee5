package dev.perigee.triggers;

import dev.perigee.events.Start;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.Triggers;
import dev.perigee.system.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/triggers")
class TriggerController {

    private final Triggers triggers;
    private final TriggerViews views;
    private final StartCheck starts;
    private final TriggerFunctions functions;

    TriggerController(
            Triggers triggers, TriggerViews views, StartCheck starts, TriggerFunctions functions) {
        this.triggers = triggers;
        this.views = views;
        this.starts = starts;
        this.functions = functions;
    }

    /** Which part of the triggers, of one topic if it is named. */
    record ListParameters(
            @Nullable Integer limit, @Nullable String after, @Nullable String topic) {}

    @GetMapping
    Mono<ResponseEntity<List<TriggerResponse>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            ListParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), parameters.after());
        var topic = parameters.topic();
        return views.list(namespace)
                .filter(found -> !found.isReplay())
                .filter(found -> topic == null || found.definition().topic().equals(topic))
                .filter(found -> found.name().compareTo(page.after()) > 0)
                .take(page.probe())
                .collectList()
                .map(found -> page.answer(found, request, TriggerResponse::name));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<TriggerResponse> create(@RequestBody TriggerRequest request) {
        var settings = request.settings();
        functions.require(settings.name().namespace(), settings.function());
        var start = Starts.of("/start", request.start(), new Start.Latest());
        return starts.inRange(settings.topic(), start)
                .then(Mono.defer(() -> triggers.create(settings, start)))
                .flatMap(created -> views.get(created.name()));
    }

    @GetMapping("/{trigger}")
    Mono<TriggerResponse> get(
            @PathVariable String trigger, @RequestParam @Nullable String namespace) {
        return views.get(name(namespace, trigger));
    }

    /** What may change of a trigger; what is left out stays. */
    record ChangeRequest(@Nullable String function, TriggerRequest.@Nullable Options options) {}

    @PatchMapping("/{trigger}")
    Mono<TriggerResponse> change(
            @PathVariable String trigger,
            @RequestParam @Nullable String namespace,
            @RequestBody ChangeRequest change) {
        return views.find(name(namespace, trigger))
                .map(found -> changed(found, change))
                .flatMap(settings -> triggers.define(settings, new Start.Latest()))
                .flatMap(found -> views.get(found.name()));
    }

    private TriggerSettings changed(Trigger trigger, ChangeRequest change) {
        var settings = trigger.settings();
        if (change.function() != null) {
            functions.require(settings.name().namespace(), change.function());
            settings =
                    new TriggerSettings(
                            settings.name(),
                            settings.topic(),
                            change.function(),
                            settings.batchSize(),
                            settings.retry(),
                            settings.onFailure());
        }
        return change.options() == null ? settings : change.options().apply(settings);
    }

    @DeleteMapping("/{trigger}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String trigger, @RequestParam @Nullable String namespace) {
        return triggers.delete(name(namespace, trigger));
    }

    @PostMapping("/{trigger}/pause")
    Mono<TriggerResponse> pause(
            @PathVariable String trigger, @RequestParam @Nullable String namespace) {
        var name = name(namespace, trigger);
        return triggers.pause(name).then(views.get(name));
    }

    @PostMapping("/{trigger}/resume")
    Mono<TriggerResponse> resume(
            @PathVariable String trigger, @RequestParam @Nullable String namespace) {
        var name = name(namespace, trigger);
        return triggers.resume(name).then(views.get(name));
    }

    /** Where to move all partitions. */
    record SeekRequest(@Nullable JsonNode to) {}

    @PostMapping("/{trigger}/seek")
    Mono<TriggerResponse> seek(
            @PathVariable String trigger,
            @RequestParam @Nullable String namespace,
            @RequestBody SeekRequest request) {
        var name = name(namespace, trigger);
        var to = Starts.required("/to", request.to());
        return views.find(name)
                .flatMap(found -> starts.inRange(found.settings().topic(), to))
                .then(Mono.defer(() -> triggers.seek(name, to)))
                .then(views.get(name));
    }

    static TriggerName name(@Nullable String namespace, String trigger) {
        return TriggerRequest.triggerName(namespace, trigger, "trigger");
    }
}
