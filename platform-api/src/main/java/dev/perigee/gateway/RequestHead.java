package dev.perigee.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * What the codec lets through, but another server between might read in another way: bodies whose
 * end is not sure, requests for no host or two, other versions and control characters.
 */
final class RequestHead {

    private RequestHead() {}

    static boolean isClear(HttpRequest request) {
        if (!isKnown(request.protocolVersion()) || hasControls(request.uri())) {
            return false;
        }
        var headers = request.headers();
        var encoding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (encoding != null
                && (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)
                        || headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() > 1)) {
            return false;
        }
        var hosts = headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        }
        return isHost(hosts.next()) && !hosts.hasNext();
    }

    private static boolean isKnown(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    private static boolean hasControls(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) <= ' ' || uri.charAt(i) == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHost(CharSequence host) {
        for (int i = 0; i < host.length(); i++) {
            var c = host.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '/' || c == '@' || c == ',') {
                return false;
            }
        }
        return true;
    }
}
