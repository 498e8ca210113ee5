package dev.perigee.triggers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perigee.events.Replays;
import dev.perigee.events.Replays.Captured;
import dev.perigee.events.Replays.Difference;
import dev.perigee.events.Replays.Rehearsal;
import dev.perigee.events.Start;
import dev.perigee.events.TriggerName;
import dev.perigee.events.Triggers;
import dev.perigee.events.UnknownTriggerException;
import dev.perigee.problems.Inputs;
import dev.perigee.system.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
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
@RequestMapping("/api/v1/replays")
class ReplayController {

    private final Replays replays;
    private final ReplayPromotion promotion;
    private final Triggers triggers;
    private final TriggerViews views;
    private final TriggerFunctions functions;
    private final StartCheck starts;

    ReplayController(
            Replays replays,
            ReplayPromotion promotion,
            Triggers triggers,
            TriggerViews views,
            TriggerFunctions functions,
            StartCheck starts) {
        this.replays = replays;
        this.promotion = promotion;
        this.triggers = triggers;
        this.views = views;
        this.functions = functions;
        this.starts = starts;
    }

    /**
     * Begins a replay.
     *
     * @param function a function to rehearse instead of the trigger's own, or null
     * @param version the version to rehearse, which need not be live, or null for the live one
     */
    record ReplayRequest(
            @Nullable String namespace,
            @Nullable String trigger,
            @Nullable String function,
            @Nullable Integer version,
            @Nullable JsonNode from) {}

    @GetMapping
    Mono<ResponseEntity<List<TriggerResponse>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String after,
            ServerHttpRequest request) {
        var page = Page.of(limit, after);
        return views.list(namespace)
                .filter(TriggerResponse::isReplay)
                .filter(found -> found.name().compareTo(page.after()) > 0)
                .take(page.probe())
                .collectList()
                .map(found -> page.answer(found, request, TriggerResponse::name));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<TriggerResponse> start(@RequestBody ReplayRequest request) {
        var trigger =
                TriggerRequest.triggerName(
                        request.namespace(),
                        Inputs.required("/trigger", request.trigger()),
                        "/trigger");
        if (request.function() != null) {
            functions.require(trigger.namespace(), request.function());
        }
        var from = Starts.of("/from", request.from(), new Start.Earliest());
        return triggers.trigger(trigger)
                .flatMap(found -> starts.inRange(found.settings().topic(), from))
                .then(Mono.defer(() -> rehearsal(trigger, request)))
                .flatMap(rehearsal -> replays.start(trigger, rehearsal, from))
                .flatMap(replay -> views.get(replay.name()));
    }

    private Mono<Rehearsal> rehearsal(TriggerName trigger, ReplayRequest request) {
        if (request.version() == null) {
            return Mono.just(new Rehearsal(request.function(), null));
        }
        var version = request.version().toString();
        return triggers.trigger(trigger)
                .switchIfEmpty(Mono.error(() -> new UnknownTriggerException(trigger)))
                .map(
                        found -> {
                            var function =
                                    request.function() == null
                                            ? found.settings().function()
                                            : request.function();
                            functions.requireVersion(trigger.namespace(), function, version);
                            return new Rehearsal(request.function(), version);
                        });
    }

    @GetMapping("/{replay}")
    Mono<TriggerResponse> get(
            @PathVariable String replay, @RequestParam @Nullable String namespace) {
        return require(name(namespace, replay));
    }

    @PostMapping("/{replay}/pause")
    Mono<TriggerResponse> pause(
            @PathVariable String replay, @RequestParam @Nullable String namespace) {
        var name = name(namespace, replay);
        return require(name).then(Mono.defer(() -> triggers.pause(name))).then(views.get(name));
    }

    @PostMapping("/{replay}/resume")
    Mono<TriggerResponse> resume(
            @PathVariable String replay, @RequestParam @Nullable String namespace) {
        var name = name(namespace, replay);
        return require(name).then(Mono.defer(() -> triggers.resume(name))).then(views.get(name));
    }

    @PostMapping("/{replay}/promote")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> promote(@PathVariable String replay, @RequestParam @Nullable String namespace) {
        return promotion.promote(name(namespace, replay));
    }

    @DeleteMapping("/{replay}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> discard(@PathVariable String replay, @RequestParam @Nullable String namespace) {
        return replays.discard(name(namespace, replay));
    }

    /**
     * A key whose value differs.
     *
     * @param change added, changed or removed by the replay
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceResponse(
            String key,
            String change,
            @Nullable @JsonRawValue String live,
            @Nullable @JsonRawValue String replayed) {

        static DifferenceResponse of(Difference difference) {
            var change =
                    difference.live() == null
                            ? "added"
                            : difference.replayed() == null ? "removed" : "changed";
            return new DifferenceResponse(
                    difference.key(), change, difference.live(), difference.replayed());
        }
    }

    @GetMapping("/{replay}/differences")
    Mono<ResponseEntity<List<DifferenceResponse>>> differences(
            @PathVariable String replay,
            @RequestParam @Nullable String namespace,
            PageParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), parameters.after());
        return replays.compare(name(namespace, replay), page.after(), page.probe())
                .map(DifferenceResponse::of)
                .collectList()
                .map(found -> page.answer(found, request, DifferenceResponse::key));
    }

    /** Which page of a list. */
    record PageParameters(@Nullable Integer limit, @Nullable String after) {}

    /** An event that the replay would have appended. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CapturedResponse(
            long number,
            String topic,
            @Nullable String key,
            @JsonRawValue String payload,
            Map<String, String> headers) {

        static CapturedResponse of(Captured captured) {
            return new CapturedResponse(
                    captured.number(),
                    captured.topic(),
                    captured.event().key(),
                    captured.event().payload(),
                    captured.event().headers());
        }
    }

    @GetMapping("/{replay}/captured")
    Mono<ResponseEntity<List<CapturedResponse>>> captured(
            @PathVariable String replay,
            @RequestParam @Nullable String namespace,
            CapturedParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), null);
        var after = parameters.after() == null ? 0 : parameters.after();
        return replays.captured(name(namespace, replay), after, page.probe())
                .map(CapturedResponse::of)
                .collectList()
                .map(found -> page.answer(found, request, one -> Long.toString(one.number())));
    }

    /** Which page of a list of numbered events. */
    record CapturedParameters(@Nullable Integer limit, @Nullable Long after) {}

    private Mono<TriggerResponse> require(TriggerName name) {
        return views.get(name)
                .filter(TriggerResponse::isReplay)
                .switchIfEmpty(Mono.error(() -> new UnknownTriggerException(name)));
    }

    private static TriggerName name(@Nullable String namespace, String replay) {
        return TriggerRequest.triggerName(namespace, replay, "replay");
    }
}
