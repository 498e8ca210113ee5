package dev.perigee.system;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the management interface listens.
 *
 * @param address an address of this machine; loopback in development, else every address, when not
 *     set
 * @param port 0 takes a free one
 */
@Validated
@ConfigurationProperties("perigee.management")
public record ListenProperties(
        @Nullable String address, @DefaultValue("8080") @Min(0) @Max(65535) int port) {}
