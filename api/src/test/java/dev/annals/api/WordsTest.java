package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void everyPublishedTypeAndGroupIsKnown() {
        assertThat(ActionType.allKnown())
                .hasSize(9 + 50 + 1)
                .contains(
                        new ActionType("api_key_viewed"),
                        new ActionType("user_two_step_authentication_reset_requested"),
                        new ActionType("user_access_started"));
        assertThat(ActionGroup.allKnown())
                .hasSize(3 + 7 + 6)
                .contains(new ActionGroup("user_roles"), new ActionGroup("scim"), new ActionGroup("radar"));
    }

    @Test
    void aConstantIsNamedAfterItsWord() throws Exception {
        assertThat(constants(ActionType.class)).hasSize(60).allMatch(ActionType::isKnown);
        assertThat(constants(ActionGroup.class)).hasSize(16).allMatch(ActionGroup::isKnown);
        assertThat(ActionType.API_KEY_CREATED.toString()).isEqualTo("api_key_created");
    }

    private static <T> List<T> constants(Class<T> type) throws IllegalAccessException {
        List<T> found = new java.util.ArrayList<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                T constant = type.cast(field.get(null));
                assertThat(constant.toString().toUpperCase(Locale.ROOT)).isEqualTo(field.getName());
                found.add(constant);
            }
        }
        return found;
    }

    @Test
    void aNewWordIsAsGoodAsAKnownOne() {
        assertThat(new ActionType("app_installed").isKnown()).isFalse();
        assertThat(new ActionGroup("treasury").isKnown()).isFalse();
        assertThat(new ActionType("api_key_created")).isEqualTo(ActionType.API_KEY_CREATED);
    }

    @Test
    void anEmptyWordIsNone() {
        assertThatThrownBy(() -> new ActionType("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActionGroup("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theKnownWordsCannotBeChanged() {
        assertThatThrownBy(() -> ActionType.allKnown().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ActionGroup.allKnown().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void filtersThatAskForTheSameAreEqual() {
        List<ActionType> types =
                Arrays.asList(ActionType.API_KEY_VIEWED, ActionType.API_KEY_CREATED, ActionType.API_KEY_VIEWED);

        assertThat(ActivityFilter.all().withActions(types))
                .isEqualTo(ActivityFilter.all()
                        .withActions(List.of(ActionType.API_KEY_CREATED, ActionType.API_KEY_VIEWED)));
        assertThat(ActivityFilter.all().withLogsFrom(List.of(LogsFrom.ORGANIZATION_MEMBERS, LogsFrom.SELF)))
                .isEqualTo(ActivityFilter.all()
                        .withLogsFrom(List.of(LogsFrom.SELF, LogsFrom.ORGANIZATION_MEMBERS, LogsFrom.SELF)));
    }
}
