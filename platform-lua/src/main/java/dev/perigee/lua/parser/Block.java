package dev.perigee.lua.parser;

import java.util.List;

/** A sequence of statements with a scope of its own. */
public record Block(Span span, List<Statement> statements) {}
