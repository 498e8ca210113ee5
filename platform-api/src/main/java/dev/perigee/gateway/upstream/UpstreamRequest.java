package dev.perigee.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * A request as a backend gets it.
 *
 * @param target path and query, percent-encoded
 * @param headers not changed by anyone who has it
 */
public record UpstreamRequest(String method, String target, HttpHeaders headers, Content body) {}
