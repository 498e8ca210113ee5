package dev.perigee;

import dev.perigee.functions.FunctionCatalog;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Stands in for what runs guest code. */
@TestConfiguration(proxyBeanMethods = false)
public class FakePlatform {

    @Bean
    @Primary
    FakeExecutor fakeExecutor() {
        return new FakeExecutor();
    }

    @Bean
    @Primary
    FakeInvoker fakeInvoker(FunctionCatalog catalog, FakeExecutor executor) {
        return new FakeInvoker(catalog, executor);
    }
}
