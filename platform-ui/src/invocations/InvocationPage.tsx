import { Anchor, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import type { Invocation } from "../api/invocations";
import { Problem } from "../api/problem";
import { CopyButton } from "../parts/CopyButton";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { duration, exact } from "../parts/format";
import { functionPath } from "../parts/links";
import { OutcomeBadge } from "../parts/OutcomeBadge";
import { Rows } from "../parts/Rows";
import { Page } from "../shell/Page";
import { InvocationLogs } from "./InvocationLogs";
import { TraceSpans } from "./TraceSpans";
import { useInvocation } from "./useInvocations";
import { ValueBlock } from "./ValueBlock";

export function InvocationPage() {
  const id = useParams()["id"] ?? "";
  const invocation = useInvocation(id);
  return (
    <Page title="Invocation">
      {invocation.isPending && <Rows />}
      {invocation.data === undefined && invocation.isError && (
        <Unread error={invocation.error} retry={() => void invocation.refetch()} />
      )}
      {invocation.data !== undefined && <Details invocation={invocation.data} />}
    </Page>
  );
}

function Unread({ error, retry }: { error: unknown; retry: () => void }) {
  const problem = Problem.of(error);
  if (problem.status !== 404) return <Failure error={error} retry={retry} />;
  return (
    <Empty icon="invocations" title={problem.title}>
      <Text size="sm">{problem.detail}</Text>
      <Button size="xs" variant="default" mt="md" onClick={retry}>
        Look again
      </Button>
    </Empty>
  );
}

function Details({ invocation }: { invocation: Invocation }) {
  return (
    <Stack maw={980}>
      <SimpleGrid cols={3} spacing="lg">
        <Fact name="Outcome">
          <OutcomeBadge outcome={invocation.outcome} />
        </Fact>
        <Fact name="Function">
          <Anchor component={Link} to={functionPath(invocation.function)} size="sm">
            {invocation.function}
          </Anchor>{" "}
          <span className="faint">v{invocation.version}</span>
        </Fact>
        <Fact name="Duration">{duration(invocation.durationMs)}</Fact>
        <Fact name="Came in by">{invocation.origin}</Fact>
        <Fact name="Started">{exact(invocation.startedAt)}</Fact>
        <Fact name="Alias">{invocation.alias}</Fact>
        <Fact name="Id">
          <Code text={invocation.id} label="Copy the id" />
        </Fact>
        <Fact name="Trace">
          <Code text={invocation.traceId} label="Copy the trace id" />
        </Fact>
      </SimpleGrid>
      {invocation.error !== null && <ValueBlock text={invocation.error} label="Error" tone="error" />}
      {invocation.stack && <ValueBlock text={invocation.stack} label="Stack" />}
      <InvocationLogs id={invocation.id} />
      <TraceSpans traceId={invocation.traceId} />
    </Stack>
  );
}

function Code({ text, label }: { text: string; label: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <span className="mono">{text}</span>
      <CopyButton text={text} label={label} />
    </Group>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  );
}
