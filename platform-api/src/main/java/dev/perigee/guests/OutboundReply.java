package dev.perigee.guests;

import dev.perigee.executor.GuestServices.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back, with the URL that answered in the end. */
record OutboundReply(
        int status,
        String reason,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        String url,
        boolean redirected) {

    /** Where a redirect leads; null when this is none. */
    @Nullable String redirectLocation() {
        var redirects =
                status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        return redirects
                ? headers.stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("location"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /**
     * The answer for the guest. A body goes as an attachment unless the guest prefers text and it
     * is valid UTF-8: a JSON parser reads that faster than any guest code decodes bytes.
     */
    Answer answer(boolean preferText) {
        var json =
                Arguments.newObject()
                        .put("status", status)
                        .put("status_text", reason)
                        .put("url", url)
                        .put("redirected", redirected);
        var pairs = json.putArray("headers");
        for (var header : headers) {
            pairs.addArray().add(header.getKey()).add(header.getValue());
        }
        if (preferText) {
            try {
                var decoder = StandardCharsets.UTF_8.newDecoder();
                json.put("text", decoder.decode(ByteBuffer.wrap(body)).toString());
                return Answer.of(json.toString());
            } catch (CharacterCodingException _) {
                // Not text: the guest gets the bytes.
            }
        }
        return new Answer(json.toString(), body);
    }
}
