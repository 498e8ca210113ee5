import { notifications } from "@mantine/notifications";
import { Problem } from "../api/problem";

export function told(message: string) {
  notifications.show({ message, color: "teal", autoClose: 3_000 });
}

/** Reports a failed change; a log-in that ended is told by the log-in page itself. */
export function failed(what: string, error: unknown) {
  const problem = Problem.of(error);
  if (problem.status === 401) return;
  notifications.show({ title: what, message: problem.message, color: "red", autoClose: 8_000 });
}
