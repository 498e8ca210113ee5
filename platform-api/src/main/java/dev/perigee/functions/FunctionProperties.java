package dev.perigee.functions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what can be saved.
 *
 * @param maxBundle the most bytes that the files of one version may have together
 * @param maxFiles the most files of one version
 */
@ConfigurationProperties("perigee.functions")
record FunctionProperties(
        @DefaultValue("10MB") DataSize maxBundle, @DefaultValue("1000") int maxFiles) {}
