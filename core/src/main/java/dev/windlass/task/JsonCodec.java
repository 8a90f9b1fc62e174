package dev.windlass.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON by Jackson, without default typing: class names in a payload are plain data. */
final class JsonCodec implements Codec {
    /** Deepest nesting that is written or read: what is deeper was made to harm the reader. */
    private static final int DEEPEST = 64;

    /** Most tokens that are read of one document. */
    private static final int MOST_TOKENS = 1_000_000;

    /** Longest document that is read; above what any store carries in one piece. */
    private static final int LONGEST = 8 << 20;

    private static final JsonFactory BOUNDED = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxTokenCount(MOST_TOKENS)
                    .maxDocumentLength(LONGEST)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    static final JsonCodec STRICT = new JsonCodec(true);
    static final JsonCodec LENIENT = new JsonCodec(false);

    private final JsonMapper mapper;

    private JsonCodec(boolean refuseUnknownFields) {
        mapper = JsonMapper.builder(BOUNDED)
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, refuseUnknownFields)
                // Only what can be read back is written: a computed getter would be an unknown field when the job runs.
                .enable(MapperFeature.REQUIRE_SETTERS_FOR_GETTERS)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                // An application's own class may ask for subtypes by name: never under a type that anything could be.
                .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
                // A message names the value that does not fit, and no more of a payload: it may be somebody's letter.
                .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    /** The first look at a class takes a tenth of a second, which is as long as a transaction of SQLite may last. */
    @Override
    public void prepare(Class<?> type) {
        mapper.writerFor(type);
        mapper.readerFor(type);
    }

    @Override
    public Content encode(@Nullable Object value, int version) {
        try {
            return Content.of(Content.JSON, version, mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public <T> @Nullable T decode(Content content, Class<T> type) {
        requireJson(content);
        try {
            return mapper.readValue(content.bytes(), type);
        } catch (IOException e) {
            throw unreadable(e, type);
        }
    }

    /** The content as a type with its type arguments, which a class does not tell. */
    @Nullable
    Object decode(Content content, Type type) {
        requireJson(content);
        try {
            return mapper.readValue(content.bytes(), mapper.constructType(type));
        } catch (IOException e) {
            throw unreadable(e, type);
        }
    }

    /** A type with a secret is not quoted at all: a value may stand in the wrong field. */
    private static UnreadableException unreadable(IOException error, Type type) {
        var reason = JsonReason.unreadable(error, "");
        return SecretFields.in(type).isEmpty() ? reason : reason.withoutQuotes();
    }

    /** Numbers keep every digit: an upgrade must not change what it does not touch. */
    @Override
    public @Nullable Object tree(Content content) {
        requireJson(content);
        try {
            return mapper.readerFor(Object.class)
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readValue(content.bytes());
        } catch (IOException e) {
            throw JsonReason.unreadable(e, "");
        }
    }

    /** The value at which the parser stands, and no more: the content goes on after it. */
    @Nullable
    Object readField(Parameter field, JsonParser json) throws IOException {
        try {
            return readerOf(field.type()).readValue(json);
        } catch (JsonMappingException e) {
            throw JsonReason.unreadable(e, field.name());
        }
    }

    ObjectReader readerOf(Type type) {
        return mapper.readerFor(mapper.constructType(type)).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    ObjectWriter writerOf(Type type) {
        return mapper.writerFor(mapper.constructType(type));
    }

    JsonParser parser(Content content) throws IOException {
        return mapper.createParser(content.bytes());
    }

    JsonGenerator generator(OutputStream bytes) throws IOException {
        return mapper.createGenerator(bytes);
    }

    /** Why JSON cannot be read into this type; empty if it can. */
    Optional<String> objectionTo(Type type) {
        var context = (DefaultDeserializationContext) mapper.getDeserializationContext();
        try {
            var full = mapper.constructType(type);
            var deserializer = context.createDummyInstance(mapper.getDeserializationConfig())
                    .findRootValueDeserializer(full);
            return deserializer instanceof AbstractDeserializer
                    ? Optional.of(full.getRawClass().getName() + " is abstract")
                    : Optional.empty();
        } catch (JsonMappingException | IllegalArgumentException e) {
            return Optional.of(
                    e instanceof JsonMappingException known ? JsonReason.of(known) : String.valueOf(e.getMessage()));
        }
    }

    /**
     * The names under which the fields of a class stand in JSON, by their names in the class: annotated, by a naming strategy, or an
     * alias. A field that JSON does not know is missing here, and so are all of a class that cannot be JSON, for another codec perhaps.
     */
    Map<String, Set<String>> namesOfFields(Class<?> type) {
        var full = mapper.constructType(type);
        BeanDescription written = mapper.getSerializationConfig().introspect(full);
        BeanDescription read = mapper.getDeserializationConfig().introspect(full);
        var names = new HashMap<String, Set<String>>();
        Stream.concat(properties(written), properties(read))
                .forEach(property -> fieldsOf(property)
                        .forEach(field -> names.computeIfAbsent(field, first -> new TreeSet<>())
                                .addAll(namesOf(property))));
        return names;
    }

    private static Stream<BeanPropertyDefinition> properties(BeanDescription type) {
        try {
            return type.findProperties().stream();
        } catch (IllegalArgumentException contradictory) {
            return Stream.empty();
        }
    }

    /** A property that a constructor names may not know which field it goes to, but for being joined with it. */
    private static Stream<String> fieldsOf(BeanPropertyDefinition property) {
        return Stream.concat(
                Stream.of(property.getInternalName()),
                Stream.ofNullable(property.getField()).map(AnnotatedField::getName));
    }

    private static Set<String> namesOf(BeanPropertyDefinition property) {
        return Stream.concat(Stream.of(property.getFullName()), property.findAliases().stream())
                .map(PropertyName::getSimpleName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a class is written as one of its values alone, and not as an object with names. */
    boolean writesAlone(Class<?> type) {
        BeanDescription written = mapper.getSerializationConfig().introspect(mapper.constructType(type));
        return written.findJsonValueAccessor() != null;
    }

    static void requireJson(Content content) {
        if (!content.type().equals(Content.JSON)) {
            throw new UnreadableException("the content is " + content.type() + ", expected " + Content.JSON
                    + "; give the task another codec");
        }
    }
}
