package dev.perigee.guests;

/** A function wanted to connect to an address that the policy does not allow. */
final class AddressRefusedException extends java.io.IOException {

    private static final long serialVersionUID = 1L;

    AddressRefusedException(String host) {
        super(
                "\""
                        + host
                        + "\" is a private, loopback or otherwise not public address, which"
                        + " functions may not reach; perigee.http.allowed-networks allows it");
    }
}
