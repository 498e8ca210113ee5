package dev.perigee.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecurityPropertiesTests {

    @Test
    void hasNoTokenOfItsOwnByDefault() {
        assertThat(new SecurityProperties(null).adminToken()).isNull();
        assertThat(new SecurityProperties(" ").adminToken()).isNull();
    }

    @Test
    void refusesAShortToken() {
        assertThatThrownBy(() -> new SecurityProperties("short"))
                .hasMessageContaining("at least 32 characters")
                .hasMessageNotContaining("\"short\"");
    }

    @Test
    void keepsTheTokenOutOfItsText() {
        var token = "0123456789abcdef0123456789abcdef";

        assertThat(new SecurityProperties(token).adminToken()).isEqualTo(token);
        assertThat(new SecurityProperties(token).toString()).doesNotContain(token);
    }
}
