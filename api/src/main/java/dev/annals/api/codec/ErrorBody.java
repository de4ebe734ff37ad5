package dev.annals.api.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code error} object of an error answer; every part may be missing.
 *
 * @param code the {@code code}
 * @param type the {@code type}, usually missing
 * @param message the {@code message}
 * @param invalidFilters names of refused parameters, the {@code invalid_filters}
 */
public record ErrorBody(
        @Nullable String code,
        @Nullable String type,
        @Nullable String message,
        List<String> invalidFilters) {
    static final ErrorBody NONE = new ErrorBody(null, null, null, List.of());

    public ErrorBody {
        invalidFilters = List.copyOf(invalidFilters);
    }
}
