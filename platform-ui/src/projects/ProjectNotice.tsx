import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { projectsApi, type ServedProject } from "../api/projects";
import { keys } from "../api/queries";
import { Icon } from "../parts/Icon";
import classes from "./ProjectNotice.module.css";

/** While a project is served from its folder: what is wrong in it, wherever somebody is in the UI. */
export function ProjectNotice() {
  const projects = useQuery({
    queryKey: keys.projects,
    queryFn: ({ signal }) => projectsApi.list(signal),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.length > 0 ? 2_000 : false),
  });
  useFreshFunctions(projects.data ?? []);
  return projects.data?.filter(isWrong).map((project) => <Wrong key={project.name} project={project} />);
}

function isWrong(project: ServedProject): boolean {
  return project.problems.length > 0 || Boolean(project.failure);
}

/** A save in the folder may have changed functions and routes. */
function useFreshFunctions(projects: readonly ServedProject[]) {
  const client = useQueryClient();
  const read = projects.map((project) => project.readAt).join();
  const before = useRef(read);
  useEffect(() => {
    if (before.current !== "" && before.current !== read) {
      void client.invalidateQueries({ queryKey: keys.functions });
      void client.invalidateQueries({ queryKey: keys.routes });
    }
    before.current = read;
  }, [read, client]);
}

function Wrong({ project }: { project: ServedProject }) {
  const count = project.problems.length;
  return (
    <div className={classes["notice"]} role="alert">
      <details open={count < 4}>
        <summary>
          <Icon name="alert" size={16} />
          <Text size="sm" component="span">
            <b>{project.name}</b>: {project.failure ?? `${count} ${count === 1 ? "problem" : "problems"} in its folder`}. What
            served before still serves.
          </Text>
        </summary>
        <ul>
          {project.problems.map((problem) => (
            <li key={`${problem.file}:${problem.line}:${problem.message}`}>
              <code>{problem.line > 0 ? `${problem.file}:${problem.line}` : problem.file}</code> {problem.message}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
