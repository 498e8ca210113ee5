package dev.perigee.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Locale;

/** A span in the words of OpenTelemetry. */
record ExportedSpan(Span span) implements SpanData {

    private static final Resource PERIGEE =
            Resource.getDefault()
                    .merge(
                            Resource.create(
                                    Attributes.of(
                                            AttributeKey.stringKey("service.name"), "perigee")));
    private static final InstrumentationScopeInfo SCOPE =
            InstrumentationScopeInfo.create("dev.perigee");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("perigee.kind");
    private static final AttributeKey<String> INVOCATION =
            AttributeKey.stringKey("perigee.invocation");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    @Override
    public String getName() {
        return span.name();
    }

    @Override
    public SpanKind getKind() {
        return switch (span.kind()) {
            case REQUEST -> SpanKind.SERVER;
            case BACKEND -> SpanKind.CLIENT;
            case FILTERS, FUNCTION -> SpanKind.INTERNAL;
        };
    }

    @Override
    public SpanContext getSpanContext() {
        return context(span.traceId(), span.spanId());
    }

    @Override
    public SpanContext getParentSpanContext() {
        var parent = span.parentSpanId();
        return parent == null ? SpanContext.getInvalid() : context(span.traceId(), parent);
    }

    private static SpanContext context(String traceId, String spanId) {
        return SpanContext.create(
                traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }

    @Override
    public StatusData getStatus() {
        var error = span.error();
        return error == null
                ? StatusData.unset()
                : StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, error);
    }

    @Override
    public long getStartEpochNanos() {
        return span.startMicros() * 1_000;
    }

    @Override
    public long getEndEpochNanos() {
        return (span.startMicros() + span.durationMicros()) * 1_000;
    }

    @Override
    public Attributes getAttributes() {
        var attributes =
                Attributes.builder().put(KIND, span.kind().name().toLowerCase(Locale.ROOT));
        var subject = span.subject();
        if (subject != null) {
            switch (span.kind()) {
                case FUNCTION -> attributes.put(INVOCATION, subject);
                case REQUEST -> attributes.put(STATUS, Long.valueOf(subject));
                case BACKEND, FILTERS -> {}
            }
        }
        return attributes.build();
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public int getTotalAttributeCount() {
        return getAttributes().size();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // The interface still asks for it.
    public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return InstrumentationLibraryInfo.create(SCOPE.getName(), null);
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    public Resource getResource() {
        return PERIGEE;
    }
}
