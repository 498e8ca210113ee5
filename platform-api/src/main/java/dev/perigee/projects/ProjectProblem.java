package dev.perigee.projects;

/**
 * Something in a project folder that its author has to mend.
 *
 * @param file path inside the project, with forward slashes
 * @param line from 1, or 0 when the whole file is meant
 * @param message what is wrong and what to do
 */
public record ProjectProblem(String file, int line, String message) {

    static ProjectProblem of(String file, String message) {
        return new ProjectProblem(file, 0, message);
    }

    ProjectProblem with(String consequence) {
        return new ProjectProblem(file, line, message + consequence);
    }

    @Override
    public String toString() {
        return (line > 0 ? file + ":" + line : file) + ": " + message;
    }
}
