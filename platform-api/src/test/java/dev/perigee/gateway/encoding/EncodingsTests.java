package dev.perigee.gateway.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingsTests {

    private final Encodings encodings = Encodings.builtIn();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "json | false | {\"a\":1.50} | {\"a\":1.50}",
                "json | true | [1,2] | {\"collection\":[1,2]}",
                "json | false | null | {}",
                "safejson | false | {\"a\":1} | {\"a\":1}",
                "safejson | false | [1] | {\"collection\":[1]}",
                "safejson | false | \"x\" | {\"content\":\"x\"}",
                "safejson | false | 7 | {\"content\":7}",
                "string | false | hi | {\"content\":\"hi\"}",
                "no-such | false | {\"a\":1} | {\"a\":1}",
                "xml | false | <a><b>1</b><b>2</b></a> | {\"a\":{\"b\":[\"1\",\"2\"]}}",
                "xml | false | <a i='1'>t</a> | {\"a\":{\"-i\":\"1\",\"#text\":\"t\"}}",
                "xml | true | <a>t</a> | {\"collection\":{\"a\":\"t\"}}",
            })
    void decodes(String name, boolean collection, String body, String expected) {
        assertThat(decode(name, collection, body)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "json | false | [1] | the body is JSON, but not an object: array",
                "json | true | {} | the body is JSON, but not an array: object",
                "json | false | {\"a\" | malformed JSON in line 1",
                "json | false | {} {} | malformed JSON",
                "json | false | {\"a\":1e9999999999} | malformed JSON: an exponent is too large",
                "xml | false | <a> | malformed XML in line 1",
                "xml | false | <!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a> | XML",
                "rss | false | <a/> | the body is neither an RSS nor an Atom feed",
            })
    void refuses(String name, boolean collection, String body, String message) {
        assertThatThrownBy(() -> decode(name, collection, body))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesXmlThatReachesForFiles() {
        var body = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>";

        assertThatThrownBy(() -> decode("xml", false, body)).isInstanceOf(DecodingException.class);
    }

    @Test
    void refusesXmlThatIsNestedTooDeep() {
        assertThatThrownBy(() -> decode("xml", false, "<a>".repeat(10_000)))
                .isInstanceOf(DecodingException.class);
    }

    @Test
    void readsFeeds() {
        var rss =
                "<rss version='2.0'><channel><title>T</title><link>http://x</link>"
                        + "<item><title>One</title><guid isPermaLink='false'>g</guid>"
                        + "<category>c</category></item></channel></rss>";
        var atom = "<feed><title>A</title><entry><id>1</id><link href='http://y'/></entry></feed>";

        assertThat(decode("rss", false, rss))
                .isEqualTo(
                        "{\"title\":\"T\",\"link\":\"http://x\",\"items\":[{\"title\":\"One\","
                                + "\"guid\":\"g\",\"categories\":[\"c\"]}],"
                                + "\"feedType\":\"rss\",\"feedVersion\":\"2.0\"}");
        assertThat(decode("rss", false, atom))
                .contains("\"feedType\":\"atom\"", "\"guid\":\"1\"", "\"link\":\"http://y\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "json | {\"a\":1} | {\"a\":1}",
                "json-collection | {\"collection\":[1]} | [1]",
                "json-collection | {\"a\":1} | []",
                "string | {\"content\":\"x\"} | x",
                "xml | {\"content\":\"x\"} | <string>x</string>",
                "xml | {\"a\":1,\"b\":{\"-i\":\"1\",\"#text\":\"t\"}} | <doc><a>1</a><b"
                        + " i=\"1\">t</b></doc>",
                "no-such | {\"a\":1} | {\"a\":1}",
            })
    void renders(String name, String data, String expected) {
        var object = (tools.jackson.databind.node.ObjectNode) Json.read(data);

        assertThat(new String(encodings.renderer(name).render(object), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    private String decode(String name, boolean collection, String body) {
        return Json.text(
                encodings.decoder(name).decode(body.getBytes(StandardCharsets.UTF_8), collection));
    }
}
