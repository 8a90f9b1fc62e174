package dev.windlass.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payload of a call as a JSON object of its parameters, read and written by their full types; its result as plain JSON. */
final class ArgumentsCodec implements Codec {
    private final List<Parameter> parameters;
    private final Type result;

    ArgumentsCodec(List<Parameter> parameters, Type result) {
        this.parameters = List.copyOf(parameters);
        this.result = result;
    }

    @Override
    public void prepare(Class<?> type) {
        parameters.forEach(parameter -> JsonCodec.STRICT.readerOf(parameter.type()));
        JsonCodec.STRICT.readerOf(result);
    }

    @Override
    public Content encode(@Nullable Object value, int version) {
        return value instanceof Arguments arguments
                ? Content.of(Content.JSON, version, object(arguments))
                : JsonCodec.STRICT.encode(value, version);
    }

    private byte[] object(Arguments arguments) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JsonCodec.STRICT.generator(bytes)) {
            json.writeStartObject();
            for (var at = 0; at < parameters.size(); at++) {
                var parameter = parameters.get(at);
                json.writeFieldName(parameter.name());
                JsonCodec.STRICT
                        .writerOf(parameter.type())
                        .writeValue(json, passable(parameter, arguments.values().get(at)));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalArgumentException("a value cannot be written as JSON: " + JsonReason.of(e), e);
        }
        return bytes.toByteArray();
    }

    private static @Nullable Object passable(Parameter parameter, @Nullable Object value) {
        if (value == null && !parameter.optional()) {
            throw new IllegalArgumentException("parameter " + OneLine.quoted(parameter.name())
                    + " is null; pass a value, or mark the type of the parameter with @Nullable");
        }
        return value;
    }

    /** The arguments, or else the result in the type that the method declares, which the class of the result only begins to tell. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T decode(Content content, Class<T> type) {
        JsonCodec.requireJson(content);
        return type == Arguments.class
                ? type.cast(new Arguments(arguments(content)))
                : (T) JsonCodec.STRICT.decode(content, result);
    }

    private List<@Nullable Object> arguments(Content content) {
        var values = new ArrayList<@Nullable Object>(Collections.nCopies(parameters.size(), null));
        var missing = new ArrayList<>(parameters);
        try (var json = JsonCodec.STRICT.parser(content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableException(
                        "the content is not a JSON object, expected one with the fields " + names());
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var parameter = parameter(json.currentName());
                json.nextToken();
                values.set(parameters.indexOf(parameter), value(parameter, json));
                missing.remove(parameter);
            }
            if (json.nextToken() != null) {
                throw new UnreadableException("the content goes on after its object; pass one JSON object");
            }
        } catch (IOException e) {
            throw new UnreadableException("the content is not JSON: " + JsonReason.of(e), e);
        }
        missing.removeIf(Parameter::optional);
        requireNothing(missing);
        return values;
    }

    private Parameter parameter(String field) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(field))
                .findFirst()
                .orElseThrow(() -> new UnreadableException(
                        "field " + OneLine.quoted(field) + " is unknown, known are " + names() + "; remove it"));
    }

    private static @Nullable Object value(Parameter parameter, JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL && !parameter.optional()) {
            throw new UnreadableException("field " + OneLine.quoted(parameter.name()) + " is null; pass a value");
        }
        return JsonCodec.STRICT.readField(parameter, json);
    }

    private void requireNothing(List<Parameter> missing) {
        if (!missing.isEmpty()) {
            throw new UnreadableException("field "
                    + OneLine.quoted(missing.get(0).name()) + " is missing, expected are " + names() + "; add it");
        }
    }

    private List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }
}
