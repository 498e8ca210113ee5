package dev.perigee.gateway.pipeline;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One backend's place in a sequence.
 *
 * @param when whether it is asked at all; what it would have given is missing otherwise
 * @param fan to ask it once for each element of an array; null to ask it once
 */
public record Stage(Condition when, @Nullable Fan fan) {

    /** Asked once, always. */
    public static final Stage PLAIN = new Stage(Condition.ALWAYS, null);

    /**
     * One call for each element.
     *
     * @param source where the array is, such as {@code resp0_items}
     * @param group the member of the answer that gets the replies, in the array's order
     * @param most how many elements there may be
     * @param atOnce how many calls are under way at a time
     */
    public record Fan(String source, String group, int most, int atOnce) {}

    /** The values that it needs beside those in its pattern. */
    List<ReplyParameter> parameters() {
        return ReplyParameter.parseAll(when.tests().keySet());
    }

    /** The parameters of a pattern that are of the element, not of a reply. */
    static Set<String> ofElement(Set<String> names) {
        return names.stream()
                .filter(name -> name.equals(FanOut.ITEM) || name.startsWith(FanOut.ITEM + "."))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
