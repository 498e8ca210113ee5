import { Table, VisuallyHidden } from "@mantine/core";
import { Link } from "react-router";
import type { Trigger } from "../api/triggers";
import { count } from "../parts/format";
import { functionPath, topicPath, triggerPath } from "../parts/links";
import classes from "../parts/Table.module.css";
import { Tag } from "../parts/Tag";
import { TriggerActions } from "./TriggerActions";

export function TriggerTable({ triggers }: { triggers: readonly Trigger[] }) {
  return (
    <Table className={classes["table"] ?? ""} verticalSpacing={8} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Topic</Table.Th>
          <Table.Th>Function</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th ta="right">Pending</Table.Th>
          <Table.Th ta="right">Delivered</Table.Th>
          <Table.Th ta="right">Retried</Table.Th>
          <Table.Th ta="right">Dead letters</Table.Th>
          <Table.Th w={150}>
            <VisuallyHidden>Actions</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {triggers.map((each) => (
          <Table.Tr key={each.name} className={classes["row"] ?? ""}>
            <Table.Td>
              <Link to={triggerPath(each.name)} className={classes["name"]}>
                {each.name}
              </Link>
            </Table.Td>
            <Table.Td>
              <Link to={topicPath(each.topic)} className={classes["above"]}>
                {each.topic}
              </Link>
            </Table.Td>
            <Table.Td>
              <Link to={functionPath(each.function)} className={classes["above"]}>
                {each.function}
              </Link>
            </Table.Td>
            <Table.Td>
              <TriggerState trigger={each} />
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {count(each.totals.pending)}
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {count(each.totals.delivered)}
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {count(each.totals.retried)}
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {each.totals.deadLetters > 0 ? <Tag tone="red">{count(each.totals.deadLetters)}</Tag> : 0}
            </Table.Td>
            <Table.Td>
              <TriggerActions trigger={each} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function TriggerState({ trigger }: { trigger: Trigger }) {
  if (trigger.paused) return <Tag tone="yellow">paused</Tag>;
  if (trigger.totals.blockedPartitions > 0) return <Tag tone="red">blocked</Tag>;
  return (
    <Tag tone="green" dot>
      running
    </Tag>
  );
}
