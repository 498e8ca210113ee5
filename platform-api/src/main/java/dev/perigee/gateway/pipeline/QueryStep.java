package dev.perigee.gateway.pipeline;

/** Lets only selected query fields through. */
record QueryStep(Selection selection) implements Step {

    @Override
    public Backend around(Backend next) {
        return request -> next.send(request.withQuery(selection.query(request.query())));
    }
}
