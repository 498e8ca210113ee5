package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.Content;
import dev.perigee.invocations.Invoker;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * A request on its way through a pipeline. Steps make changed copies; nothing in it is changed
 * after it was made.
 *
 * @param target path and query for the backend; the client's path until a step sets it
 * @param parameters the decoded path parameters, and what earlier backends of a sequence gave
 * @param query what is to be appended to the target
 * @param caller who calls, for functions
 */
public record PipelineRequest(
        String method,
        String target,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        HttpHeaders headers,
        Content body,
        Invoker.Caller caller) {

    PipelineRequest withTarget(String newMethod, String newTarget) {
        return new PipelineRequest(newMethod, newTarget, parameters, query, headers, body, caller);
    }

    PipelineRequest withParameters(Map<String, String> newParameters) {
        return new PipelineRequest(method, target, newParameters, query, headers, body, caller);
    }

    PipelineRequest withQuery(Map<String, List<String>> newQuery) {
        return new PipelineRequest(method, target, parameters, newQuery, headers, body, caller);
    }

    PipelineRequest withHeaders(HttpHeaders newHeaders) {
        return new PipelineRequest(method, target, parameters, query, newHeaders, body, caller);
    }

    PipelineRequest withCaller(Invoker.Caller newCaller) {
        return new PipelineRequest(method, target, parameters, query, headers, body, newCaller);
    }

    PipelineRequest withBody(Content newBody) {
        return new PipelineRequest(method, target, parameters, query, headers, newBody, caller);
    }
}
