package dev.perigee.routes;

/** A route's target made ready to answer; only the gateway knows its kinds. */
public interface CompiledTarget {}
