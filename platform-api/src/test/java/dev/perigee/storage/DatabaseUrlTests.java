package dev.perigee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:p%40ss@db.example:6543/orders",
                "postgres://ada:p%40ss@db.example:6543/orders",
                "jdbc:postgresql://db.example:6543/orders?user=ada&password=p%40ss",
                "r2dbc:postgresql://ada:p%40ss@db.example:6543/orders"
            })
    void readsEveryForm(String text) {
        var url = DatabaseUrl.parse(text);

        assertThat(url.user()).isEqualTo("ada");
        assertThat(url.password()).isEqualTo("p@ss");
        assertThat(url.jdbc()).startsWith("jdbc:postgresql://db.example:6543/orders?");
        assertThat(url.r2dbc()).startsWith("r2dbc:postgresql://db.example:6543/orders?");
        assertThat(url.toString()).isEqualTo("postgresql://db.example:6543/orders");
    }

    @Test
    void translatesParametersForEachDriver() {
        var url = DatabaseUrl.parse("postgresql://db/orders?sslmode=require&connectTimeout=9");

        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.jdbc()).contains("sslmode=require").contains("connectTimeout=9");
        assertThat(url.r2dbc()).contains("sslMode=require").contains("connectTimeout=PT9S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://db/orders", "postgresql://db", "postgresql://a b/x", "nonsense"})
    void refusesWhatIsNoPostgresqlUrl(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("The database URL cannot be used: ");
    }

    @Test
    void keepsThePasswordOutOfItsMessages() {
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://ada:se cret@db/orders"))
                .hasMessageNotContaining("cret");
    }
}
