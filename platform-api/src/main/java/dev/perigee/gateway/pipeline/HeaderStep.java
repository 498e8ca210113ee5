package dev.perigee.gateway.pipeline;

/** Lets only selected headers through. */
record HeaderStep(Selection selection) implements Step {

    @Override
    public Backend around(Backend next) {
        return request -> next.send(request.withHeaders(selection.headers(request.headers())));
    }
}
