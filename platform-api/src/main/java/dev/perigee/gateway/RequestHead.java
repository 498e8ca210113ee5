package dev.perigee.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * What the codec lets through, but another server between might read in another way: bodies whose
 * end is not sure, and requests for no host or two.
 */
final class RequestHead {

    private RequestHead() {}

    static boolean isClear(HttpRequest request) {
        var headers = request.headers();
        var encoding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (encoding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)) {
            return false;
        }
        var hosts = headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        }
        return isHost(hosts.next()) && !hosts.hasNext();
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
