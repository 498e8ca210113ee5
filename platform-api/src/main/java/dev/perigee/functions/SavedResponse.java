package dev.perigee.functions;

/**
 * What saving came to.
 *
 * @param newVersion false when the same code was a version already
 * @param live whether callers get this version now
 */
public record SavedResponse(
        String namespace, String name, int version, String hash, boolean newVersion, boolean live) {

    public static SavedResponse of(SavedFunction saved) {
        return new SavedResponse(
                saved.id().namespace(),
                saved.id().name(),
                saved.version(),
                saved.hash(),
                saved.newVersion(),
                saved.live());
    }
}
