package dev.perigee.gateway.encoding;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * XML as an object: an element of text only is a string, attributes are members with a leading
 * minus, text beside them is {@code #text}, repeated elements are an array. Documents that define
 * entities or reach for others are refused.
 */
record XmlDecoder() implements Decoder {

    private static final int MAX_DEPTH = 200;

    @Override
    public String name() {
        return "xml";
    }

    @Override
    public ObjectNode decode(byte[] body, boolean collection) {
        var document = document(body);
        if (!collection) {
            return document;
        }
        var wrapped = Json.object();
        wrapped.set(JsonEncodings.COLLECTION, document);
        return wrapped;
    }

    /** The document as an object whose one member is the root element. */
    static ObjectNode document(byte[] body) {
        try {
            var reader = factory().createXMLStreamReader(new ByteArrayInputStream(body));
            var document = Json.object();
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    document.set(reader.getLocalName(), element(reader, 1));
                }
            }
            return document;
        } catch (XMLStreamException broken) {
            var location = broken.getLocation();
            throw new DecodingException(
                    "malformed XML"
                            + (location == null ? "" : " in line " + location.getLineNumber()));
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new DecodingException("the XML is nested deeper than " + MAX_DEPTH + " levels");
        }
        var members = Json.object();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            members.put("-" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        var text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    var name = reader.getLocalName();
                    add(members, name, element(reader, depth + 1));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new DecodingException("the XML refers to an entity");
                case XMLStreamConstants.END_ELEMENT -> {
                    return finished(members, text.toString().strip());
                }
                default -> {}
            }
        }
    }

    private static JsonNode finished(ObjectNode members, String text) {
        if (members.isEmpty()) {
            return JsonNodeFactory.instance.stringNode(text);
        }
        if (!text.isEmpty()) {
            members.put("#text", text);
        }
        return members;
    }

    private static void add(ObjectNode members, String name, JsonNode value) {
        var former = members.get(name);
        switch (former) {
            case null -> members.set(name, value);
            case ArrayNode array -> array.add(value);
            default -> members.putArray(name).add(former).add(value);
        }
    }
}
