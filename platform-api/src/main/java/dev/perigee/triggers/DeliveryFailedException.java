package dev.perigee.triggers;

/** A function did not handle its events; the message becomes their error. */
final class DeliveryFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeliveryFailedException(String message) {
        super(message, null, false, false);
    }
}
