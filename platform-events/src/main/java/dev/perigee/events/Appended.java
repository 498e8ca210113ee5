package dev.perigee.events;

/** Where an appended event lies. */
public record Appended(int partition, long offset) {}
