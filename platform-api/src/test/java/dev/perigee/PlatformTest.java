package dev.perigee;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;

/**
 * The whole platform in development mode on free ports, with an empty database and an executor that
 * runs nothing: {@link FakePlatform}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "perigee.mode=dev",
            "perigee.gateway.port=0",
            "perigee.data-directory=target/test-data"
        })
@AutoConfigureWebTestClient(timeout = "30s")
@Import(FakePlatform.class)
public @interface PlatformTest {}
