package dev.perigee.gateway.pipeline;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a backend of a sequence is asked, by values that are known by then: parameters of the
 * route, claims, and values out of earlier replies. All must hold.
 *
 * @param tests by the value's name
 */
public record Condition(Map<String, Test> tests) {

    public static final Condition ALWAYS = new Condition(Map.of());

    public Condition {
        tests = Map.copyOf(tests);
    }

    /** What is asked of a value, which is null when it is not there. */
    public sealed interface Test {

        boolean holds(@Nullable String value);

        /** It is one of these. */
        record OneOf(Set<String> values) implements Test {

            public OneOf {
                values = Set.copyOf(values);
            }

            @Override
            public boolean holds(@Nullable String value) {
                return value != null && values.contains(value);
            }
        }

        /** It is there, or is not. */
        record Exists(boolean expected) implements Test {

            @Override
            public boolean holds(@Nullable String value) {
                return (value != null) == expected;
            }
        }

        /** The other does not hold; it need not be there. */
        record Not(Test other) implements Test {

            @Override
            public boolean holds(@Nullable String value) {
                return !other.holds(value);
            }
        }
    }

    boolean holds(Map<String, String> values) {
        for (var test : tests.entrySet()) {
            if (!test.getValue().holds(values.get(test.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
