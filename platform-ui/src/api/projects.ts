import { call } from "./client";

/** Something in a project folder that its author has to mend; line 0 means the whole file. */
export interface ProjectProblem {
  file: string;
  line: number;
  message: string;
}

/** A project that the server reads from its folder and reloads on every save. */
export interface ServedProject {
  name: string;
  directory: string;
  readAt: string;
  routes: number;
  problems: ProjectProblem[];
  failure?: string | null;
}

export const projectsApi = {
  list: (signal?: AbortSignal) => call<ServedProject[]>("/api/v1/projects", { signal }),
};
