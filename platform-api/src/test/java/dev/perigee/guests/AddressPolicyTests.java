package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTests {

    private final AddressPolicy policy = new AddressPolicy(false, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "3fff::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(policy.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                "126.255.255.255", "128.0.0.0", "169.253.0.1", "172.15.255.255", "172.32.0.0",
                "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
                "2606:4700::1111", "2a00:1450::1", "2400::1"
            })
    void allowsPublicAddresses(String address) throws UnknownHostException {
        assertThat(policy.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void refusesMappedAddressesAsTheyAre() {
        var mappedPublic = new byte[16];
        mappedPublic[10] = -1;
        mappedPublic[11] = -1;
        mappedPublic[12] = 1;

        assertThat(policy.allows(mappedPublic)).isFalse();
    }

    @Test
    void allowsWhatTheOperatorNames() throws UnknownHostException {
        var exceptions = new AddressPolicy(false, List.of("10.1.0.0/16", "127.0.0.9", "fd00::/8"));

        assertThat(exceptions.allows(InetAddress.getByName("10.1.255.255"))).isTrue();
        assertThat(exceptions.allows(InetAddress.getByName("10.2.0.0"))).isFalse();
        assertThat(exceptions.allows(InetAddress.getByName("127.0.0.9"))).isTrue();
        assertThat(exceptions.allows(InetAddress.getByName("127.0.0.2"))).isFalse();
        assertThat(exceptions.allows(InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(exceptions.allows(InetAddress.getByName("fc12::1"))).isFalse();
    }

    @Test
    void allowsEverythingWhenPrivateIsAllowed() throws UnknownHostException {
        var open = new AddressPolicy(true, List.of());

        assertThat(open.allows(InetAddress.getByName("127.0.0.9"))).isTrue();
        assertThat(open.allows(InetAddress.getByName("fe80::1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "localhost",
                "host/8",
                "::1/129",
                "300.1.1.1",
                "abc/8"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is not a network");
    }
}
