package dev.perigee.executor.polyglot;

import dev.perigee.executor.FunctionId;

/** Whose context: globals are never shared between functions, even when their code is equal. */
record ContextKey(FunctionId function, String hash) {}
