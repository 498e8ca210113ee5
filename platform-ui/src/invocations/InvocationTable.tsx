import { Table, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Invocation } from "../api/invocations";
import table from "../parts/Table.module.css";
import { Ago } from "../parts/Ago";
import { duration } from "../parts/format";
import { functionPath, invocationPath } from "../parts/links";
import { OutcomeBadge } from "../parts/OutcomeBadge";

interface Props {
  invocations: readonly Invocation[];
  /** Leave out what the page of one function says already. */
  compact?: boolean;
}

export function InvocationTable({ invocations, compact = false }: Props) {
  return (
    <Table className={table["table"] ?? ""} verticalSpacing={7} horizontalSpacing={compact ? "xs" : "sm"}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Outcome</Table.Th>
          {!compact && <Table.Th>Function</Table.Th>}
          <Table.Th ta="right">Duration</Table.Th>
          <Table.Th>Version</Table.Th>
          {!compact && <Table.Th>Origin</Table.Th>}
          {!compact && <Table.Th>Error</Table.Th>}
          <Table.Th>When</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {invocations.map((each) => (
          <Table.Tr key={each.id} className={table["row"] ?? ""}>
            <Table.Td>
              <Link to={invocationPath(each.id)} className={table["cover"]} aria-label={`Invocation ${each.id}`} />
              <OutcomeBadge outcome={each.outcome} />
            </Table.Td>
            {!compact && (
              <Table.Td>
                <Link to={functionPath(each.function)} className={table["above"]}>
                  {each.function}
                </Link>
              </Table.Td>
            )}
            <Table.Td ta="right" className={table["number"] ?? ""}>
              {duration(each.durationMs)}
            </Table.Td>
            <Table.Td className="faint">v{each.version}</Table.Td>
            {!compact && <Table.Td className="faint">{each.origin}</Table.Td>}
            {!compact && (
              <Table.Td maw={280}>
                <Text size="sm" c="dimmed" truncate title={each.error ?? undefined}>
                  {each.error ?? ""}
                </Text>
              </Table.Td>
            )}
            <Table.Td className={`faint ${table["when"]}`}>
              <Ago at={each.startedAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
