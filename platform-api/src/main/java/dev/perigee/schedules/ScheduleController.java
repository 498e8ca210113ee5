package dev.perigee.schedules;

import dev.perigee.executor.FunctionId;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.schedules.ScheduleRepository.Due;
import dev.perigee.system.Page;
import dev.perigee.triggers.TriggerProblems;
import java.time.Instant;
import java.util.List;
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

@RestController
@RequestMapping("/api/v1/schedules")
class ScheduleController {

    private final ScheduleRepository repository;
    private final Schedules schedules;
    private final FunctionCatalog functions;

    ScheduleController(
            ScheduleRepository repository, Schedules schedules, FunctionCatalog functions) {
        this.repository = repository;
        this.schedules = schedules;
        this.functions = functions;
    }

    /** A schedule on the wire. */
    record ScheduleResponse(
            String namespace,
            String name,
            String function,
            String cron,
            String zone,
            String missed,
            Instant nextFire) {

        static ScheduleResponse of(Due due) {
            var schedule = due.schedule();
            return new ScheduleResponse(
                    schedule.namespace(),
                    schedule.name(),
                    schedule.function(),
                    schedule.when().expression(),
                    schedule.when().zone().getId(),
                    schedule.missed().text(),
                    due.nextFire());
        }
    }

    @GetMapping
    Mono<ResponseEntity<List<ScheduleResponse>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String after,
            ServerHttpRequest request) {
        var page = Page.of(limit, after);
        return repository
                .list(namespace, page.after(), page.probe())
                .map(ScheduleResponse::of)
                .collectList()
                .map(found -> page.answer(found, request, ScheduleResponse::name));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ScheduleResponse> create(@RequestBody ScheduleRequest request) {
        var schedule = request.schedule();
        if (functions.find(new FunctionId(schedule.namespace(), schedule.function())).isEmpty()) {
            throw new PerigeeException(
                    TriggerProblems.INVALID_TRIGGER,
                    "There is no function \"%s\" in namespace %s; deploy it first."
                            .formatted(schedule.function(), schedule.namespace()),
                    List.of(new FieldError("/function", "There is no such function")));
        }
        return schedules.create(schedule).then(get(schedule.name(), schedule.namespace()));
    }

    @GetMapping("/{schedule}")
    Mono<ScheduleResponse> get(
            @PathVariable String schedule,
            @RequestParam(defaultValue = "default") String namespace) {
        return repository
                .find(namespace, schedule)
                .map(ScheduleResponse::of)
                .switchIfEmpty(Mono.error(() -> missing(namespace, schedule)));
    }

    @DeleteMapping("/{schedule}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(
            @PathVariable String schedule,
            @RequestParam(defaultValue = "default") String namespace) {
        return schedules
                .delete(namespace, schedule)
                .flatMap(found -> found ? Mono.empty() : Mono.error(missing(namespace, schedule)));
    }

    private static PerigeeException missing(String namespace, String name) {
        return new PerigeeException(
                ScheduleProblems.SCHEDULE_NOT_FOUND,
                "There is no schedule \"%s\" in namespace %s.".formatted(name, namespace));
    }
}
