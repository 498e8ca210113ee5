package dev.perigee.events;

/** An offset that the partition does not hold: dropped by retention, or not there yet. */
public final class OffsetOutOfRangeException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final transient PartitionRange range;

    public OffsetOutOfRangeException(long offset, PartitionRange range) {
        super(
                "offset "
                        + offset
                        + " is out of range: partition "
                        + range.partition()
                        + " holds "
                        + range.first()
                        + " to "
                        + range.next(),
                null);
        this.range = range;
    }

    public PartitionRange range() {
        return range;
    }
}
