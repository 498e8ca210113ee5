package dev.perigee.projects;

/** A project cannot be used as asked; the message is for its author and says what to do. */
public final class ProjectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProjectException(String message) {
        super(message);
    }
}
