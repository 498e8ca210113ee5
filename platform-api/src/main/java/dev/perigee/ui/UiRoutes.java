package dev.perigee.ui;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.accept;

import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The UI under {@code /ui}: its files as they are, and the one page for every address that is no
 * file, because the page finds its rooms by itself. Files under {@code assets} carry a hash in
 * their names and may be kept forever; the page is asked for each time.
 */
@Configuration(proxyBeanMethods = false)
class UiRoutes {

    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    private static final String ABSENT =
            "The UI is not part of this build; build the module platform-ui with it.\n";

    @Bean
    RouterFunction<ServerResponse> ui() {
        return routes("META-INF/resources/ui/");
    }

    static RouterFunction<ServerResponse> routes(String folder) {
        var files = new ClassPathResource(folder);
        var page = new Page(new ClassPathResource(folder + "index.html"));
        return RouterFunctions.route(
                        GET("/").and(accept(MediaType.TEXT_HTML)).or(GET("/ui")),
                        _ -> ServerResponse.temporaryRedirect(URI.create("/ui/")).build())
                .andRoute(GET("/ui/"), _ -> page.answer())
                .and(RouterFunctions.resources("/ui/**", files, UiRoutes::describe))
                .andRoute(GET("/ui/assets/**"), _ -> ServerResponse.notFound().build())
                .andRoute(GET("/ui/**"), _ -> page.answer());
    }

    private static void describe(Resource file, HttpHeaders headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        var kept =
                file.toString().contains("/assets/")
                        ? CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()
                        : CacheControl.noCache();
        headers.setCacheControl(kept);
    }

    private record Page(Resource index) {

        Mono<ServerResponse> answer() {
            if (!index.isReadable()) {
                return ServerResponse.status(HttpStatus.NOT_FOUND)
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue(ABSENT);
            }
            return ServerResponse.ok()
                    .contentType(MediaType.TEXT_HTML)
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", POLICY)
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Content-Type-Options", "nosniff")
                    .bodyValue(index);
        }
    }
}
