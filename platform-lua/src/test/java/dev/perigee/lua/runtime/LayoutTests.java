package dev.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LayoutTests {

    @Test
    void fillingAlikeGivesTheSameLayoutAfterACollection() {
        var root = Layout.root();
        var filled = filled(root);

        collect();

        assertThat(filled(root)).isSameAs(filled);
    }

    private static @Nullable Layout filled(Layout root) {
        var first = root.withComputed(LuaString.of("first"));
        return first == null ? null : first.withComputed(LuaString.of("second"));
    }

    private static void collect() {
        var probe = new WeakReference<>(new Object());
        while (probe.get() != null) {
            System.gc();
        }
    }
}
