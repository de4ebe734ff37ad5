package dev.annals.api.codec;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The components of one lifecycle record, found once by reflection. The kind is the name of the record: {@code PageCommitted} is
 * {@code PAGE_COMMITTED}.
 */
record LifecycleShape(RecordKind kind, List<Field> fields, Constructor<?> constructor) {
    /** One component. */
    record Field(String name, Class<?> type, boolean optional, Method accessor) {
        @Nullable
        Object get(Lifecycle fact) {
            try {
                return accessor.invoke(fact);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a component of a record cannot be read, field=" + name, e);
            }
        }
    }

    static LifecycleShape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return new LifecycleShape(
                    RecordKind.valueOf(snake(type.getSimpleName()).toUpperCase(Locale.ROOT)),
                    Arrays.stream(components).map(LifecycleShape::field).toList(),
                    type.getConstructor(types));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a lifecycle record is not public, type=" + type.getName(), e);
        }
    }

    private static Field field(RecordComponent component) {
        return new Field(
                snake(component.getName()),
                component.getType(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                component.getAccessor());
    }

    private static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    Lifecycle create(Function<Field, @Nullable Object> values) {
        try {
            return (Lifecycle)
                    constructor.newInstance(fields.stream().map(values).toArray());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("a lifecycle record cannot be made, kind=" + kind, e);
        } catch (InvocationTargetException e) {
            throw new MalformedJsonException("a " + kind.value() + " record holds a value that it may not", e);
        }
    }
}
