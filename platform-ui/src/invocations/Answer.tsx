import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { InvocationAnswer } from "../api/invocations";
import { CopyButton } from "../parts/CopyButton";
import { duration, pretty } from "../parts/format";
import { invocationPath } from "../parts/links";
import { OutcomeBadge } from "../parts/OutcomeBadge";
import { ValueBlock } from "./ValueBlock";
import { WholeAnswer } from "./WholeAnswer";

interface Props {
  answer: InvocationAnswer;
  /** Shows the place in the code that the error names. */
  onPlace?: () => void;
}

/** What one invocation came to: outcome, status, duration, result or error. */
export function Answer({ answer, onPlace }: Props) {
  const returned = answer.outcome === "returned";
  const value = returned ? answer.result : answer.error;
  const text = typeof value === "string" && !returned ? value : pretty(value);
  if (answer.response) {
    return (
      <Stack gap="xs">
        <Summary answer={answer} />
        <WholeAnswer response={answer.response} />
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <Summary answer={answer} />
      {text === "" ? (
        <Text size="sm" c="dimmed">
          It returned nothing.
        </Text>
      ) : (
        <Stack gap={6}>
          <Group justify="space-between">
            <Text size="sm" fw={550}>
              {returned ? "Result" : "Error"}
            </Text>
            <Group gap={4}>
              {onPlace && (
                <Button size="compact-xs" variant="subtle" onClick={onPlace}>
                  Show in the code
                </Button>
              )}
              <CopyButton text={text} label={returned ? "Copy the result" : "Copy the error"} />
            </Group>
          </Group>
          <ValueBlock text={text} label={returned ? "Result" : "Error"} tone={returned ? "plain" : "error"} />
          {answer.stack !== undefined && <ValueBlock text={answer.stack} label="Stack" />}
        </Stack>
      )}
    </Stack>
  );
}

function Summary({ answer }: { answer: InvocationAnswer }) {
  return (
    <Group gap="sm">
      <OutcomeBadge outcome={answer.outcome} />
      <Text size="sm">
        Status <b>{answer.status}</b>
      </Text>
      <Text size="sm">
        in <b>{duration(answer.durationMs)}</b>
      </Text>
      <Anchor component={Link} to={invocationPath(answer.id)} size="xs" ml="auto" className="mono" title={answer.id}>
        {answer.id.slice(0, 13)}
      </Anchor>
    </Group>
  );
}
