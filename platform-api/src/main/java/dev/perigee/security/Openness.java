package dev.perigee.security;

import dev.perigee.system.ListenProperties;
import dev.perigee.system.PlatformProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether the management interface wants no token: only in development, and only as long as nobody
 * but this machine can reach it.
 */
@Component
class Openness {

    private final boolean open;

    Openness(PlatformProperties platform, ListenProperties management) {
        this.open = platform.development() && isLoopback(management.address());
    }

    boolean isOpen() {
        return open;
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
