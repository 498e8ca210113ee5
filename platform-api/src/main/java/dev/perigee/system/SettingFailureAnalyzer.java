package dev.perigee.system;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;

/** Names the setting that has an impossible value. */
final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException>
        implements Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        var refused = refusal(cause);
        if (refused != null) {
            return new FailureAnalysis(
                    "A setting cannot be used: " + refused + ".", "Correct it.", cause);
        }
        var property = cause.getProperty();
        return property == null
                ? null
                : new FailureAnalysis(
                        "The setting %s cannot be \"%s\"."
                                .formatted(property.getName(), property.getValue()),
                        "Correct it; docs and --help say which values it takes.",
                        cause);
    }

    /** What a record of settings says about its own values. */
    private static @Nullable String refusal(BindException cause) {
        var reason = NestedExceptionUtils.getMostSpecificCause(cause);
        var message = reason instanceof IllegalArgumentException ? reason.getMessage() : null;
        return message != null && message.startsWith("perigee.") ? message : null;
    }
}
