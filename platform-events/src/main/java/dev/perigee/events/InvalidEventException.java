package dev.perigee.events;

import java.util.List;
import java.util.stream.Collectors;

/** Events that may not be appended, with each fault. Nothing of their append was stored. */
public final class InvalidEventException extends EventLogException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public InvalidEventException(TopicName topic, List<Fault> faults) {
        super(
                "topic \""
                        + topic.name()
                        + "\" refuses "
                        + faults.stream()
                                .limit(3)
                                .map(Fault::toString)
                                .collect(Collectors.joining("; "))
                        + (faults.size() > 3 ? "; and " + (faults.size() - 3) + " more" : ""),
                null);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    /** Whether a part of an event is too large; else something in it is wrong. */
    public boolean isTooLarge() {
        return faults.stream().anyMatch(Fault::tooLarge);
    }

    /**
     * One fault.
     *
     * @param index the event's place in the append, from 0
     * @param pointer JSON pointer of what is wrong, such as {@code /payload/amount}
     * @param tooLarge whether it is about a size
     */
    public record Fault(int index, String pointer, String detail, boolean tooLarge) {

        public Fault(int index, String pointer, String detail) {
            this(index, pointer, detail, false);
        }

        @Override
        public String toString() {
            return "event " + index + " at " + pointer + ": " + detail;
        }
    }
}
