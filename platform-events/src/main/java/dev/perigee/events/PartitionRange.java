package dev.perigee.events;

/**
 * What a partition holds.
 *
 * @param first oldest offset still kept
 * @param next the offset that the next event will get; equal to {@code first} when it is empty
 */
public record PartitionRange(int partition, long first, long next) {}
