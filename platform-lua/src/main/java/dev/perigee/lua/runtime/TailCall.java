package dev.perigee.lua.runtime;

/**
 * What a function returns in place of calling in tail position: its caller makes the call, so the
 * stack does not grow.
 *
 * @param arguments the callee's arguments with the place for the function itself at index 0
 */
public record TailCall(Object function, Object[] arguments) {}
