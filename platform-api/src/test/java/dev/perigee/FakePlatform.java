package dev.perigee;

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
}
