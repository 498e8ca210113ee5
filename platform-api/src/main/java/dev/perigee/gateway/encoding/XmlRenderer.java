package dev.perigee.gateway.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Data as XML, the way {@link XmlDecoder} reads it. An object with one member that is an object
 * gives the root element its name, else the root is {@code doc}; content that is text only is
 * {@code string}.
 */
record XmlRenderer() implements Renderer {

    @Override
    public String name() {
        return "xml";
    }

    @Override
    public String contentType() {
        return "application/xml; charset=utf-8";
    }

    @Override
    public byte[] render(ObjectNode data) {
        var bytes = new ByteArrayOutputStream(256);
        try {
            var writer =
                    XMLOutputFactory.newDefaultFactory()
                            .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            writeRoot(writer, data);
            writer.flush();
        } catch (XMLStreamException failure) {
            throw new IllegalStateException("XML could not be written", failure);
        }
        return bytes.toByteArray();
    }

    private static void writeRoot(XMLStreamWriter writer, ObjectNode data)
            throws XMLStreamException {
        var content = data.get(JsonEncodings.CONTENT);
        if (data.size() == 1 && content != null && content.isValueNode()) {
            write(writer, "string", content);
            return;
        }
        var only = data.size() == 1 ? data.properties().iterator().next() : null;
        if (only != null && only.getValue().isObject()) {
            write(writer, only.getKey(), only.getValue());
        } else {
            write(writer, "doc", data);
        }
    }

    private static void write(XMLStreamWriter writer, String name, JsonNode value)
            throws XMLStreamException {
        if (value instanceof ArrayNode array) {
            for (var each : array) {
                write(writer, name, each);
            }
            return;
        }
        writer.writeStartElement(elementName(name));
        if (value instanceof ObjectNode object) {
            writeMembers(writer, object);
        } else if (!value.isNull()) {
            writer.writeCharacters(legal(value.asString()));
        }
        writer.writeEndElement();
    }

    private static void writeMembers(XMLStreamWriter writer, ObjectNode object)
            throws XMLStreamException {
        for (var member : object.properties()) {
            if (isAttribute(member)) {
                writer.writeAttribute(
                        elementName(member.getKey().substring(1)),
                        legal(member.getValue().asString()));
            }
        }
        for (var member : object.properties()) {
            if (isAttribute(member)) {
                continue;
            }
            if (member.getKey().equals("#text")) {
                writer.writeCharacters(legal(member.getValue().asString()));
            } else {
                write(writer, member.getKey(), member.getValue());
            }
        }
    }

    private static boolean isAttribute(Map.Entry<String, JsonNode> member) {
        return member.getKey().startsWith("-")
                && member.getKey().length() > 1
                && member.getValue().isValueNode();
    }

    /** Keys need not be names in XML. */
    private static String elementName(String key) {
        var name = key.replaceAll("[^\\p{L}\\p{N}_.-]", "_");
        return name.isEmpty() || (!Character.isLetter(name.charAt(0)) && name.charAt(0) != '_')
                ? "_" + name
                : name;
    }

    /** XML has no way to write most control characters, nor half a surrogate pair. */
    private static String legal(String text) {
        return text.codePoints().allMatch(XmlRenderer::isLegal)
                ? text
                : text.codePoints()
                        .map(c -> isLegal(c) ? c : '\ufffd')
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    private static boolean isLegal(int c) {
        return (c >= ' ' && c <= 0xd7ff)
                || c == '\n'
                || c == '\r'
                || c == '\t'
                || (c >= 0xe000 && c <= 0xfffd)
                || c >= 0x10000;
    }
}
