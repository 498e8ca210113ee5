import { Alert, Button, Group, Text } from "@mantine/core";
import { Problem } from "../api/problem";
import classes from "./Failure.module.css";
import { Icon } from "./Icon";

interface Props {
  error: unknown;
  /** What did not work, in the words of the page. */
  what?: string | undefined;
  retry?: () => void;
  retryLabel?: string;
}

/** What went wrong, in the server's words, and a way to try again. */
export function Failure({ error, retry, what, retryLabel = "Try again" }: Props) {
  const problem = Problem.of(error);
  return (
    <Alert color="red" className={classes["failure"] ?? ""} icon={<Icon name="alert" />} title={what ?? problem.title} role="alert">
      {what !== undefined && <Text size="sm">{problem.title}.</Text>}
      {problem.detail !== "" && (
        <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {problem.detail}
        </Text>
      )}
      {problem.fields.filter((field) => !problem.detail.includes(field.detail)).map((field) => (
        <Text key={field.pointer + field.detail} size="sm">
          {field.pointer !== "" && <code>{field.pointer}</code>} {field.detail}
        </Text>
      ))}
      {retry && (
        <Group mt="sm">
          <Button size="xs" variant="light" color="red" onClick={retry}>
            {retryLabel}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
