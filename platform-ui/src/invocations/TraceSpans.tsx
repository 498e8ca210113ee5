import { Anchor, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { tracesApi, type Span } from "../api/traces";
import { duration } from "../parts/format";
import { invocationPath } from "../parts/links";
import { nested } from "./nested";

/** What else belonged to the trace of an invocation; nothing when the trace was not sampled. */
export function TraceSpans({ traceId }: { traceId: string }) {
  const trace = useQuery({
    queryKey: ["trace", traceId],
    queryFn: ({ signal }) => tracesApi.get(traceId, signal),
    retry: false,
  });
  if (trace.data === undefined) return null;
  return (
    <Stack gap={6} mt="md">
      <Text size="sm" fw={550}>
        Trace
      </Text>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Span</Table.Th>
            <Table.Th>Kind</Table.Th>
            <Table.Th>Duration</Table.Th>
            <Table.Th>Error</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {nested(trace.data.spans).map(({ span, depth }) => (
            <Table.Tr key={span.spanId}>
              <Table.Td pl={8 + depth * 18}>
                <Name span={span} />
              </Table.Td>
              <Table.Td>{span.kind}</Table.Td>
              <Table.Td>{duration(span.durationMs)}</Table.Td>
              <Table.Td>{span.error}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Name({ span }: { span: Span }) {
  if (span.kind !== "function" || span.subject === undefined) return span.name;
  return (
    <Anchor component={Link} to={invocationPath(span.subject)} size="sm">
      {span.name}
    </Anchor>
  );
}
