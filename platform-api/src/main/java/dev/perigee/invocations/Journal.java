package dev.perigee.invocations;

/** Takes the record of each finished invocation; from any thread, without blocking or failing. */
interface Journal {

    void add(InvocationRecord invocation);
}
