import { Stack, Table, Text, Title } from "@mantine/core";
import { Link, useParams } from "react-router";
import type { Trigger } from "../api/triggers";
import { count } from "../parts/format";
import { Failure } from "../parts/Failure";
import { functionPath, topicPath } from "../parts/links";
import { Rows } from "../parts/Rows";
import classes from "../parts/Table.module.css";
import { Tag } from "../parts/Tag";
import { Page } from "../shell/Page";
import { DeadLetters } from "./DeadLetters";
import { TriggerActions } from "./TriggerActions";
import { TriggerState } from "./TriggerTable";
import { useTrigger } from "./useTriggers";

/** How far a trigger is in each partition, and what it could not handle. */
export function TriggerPage() {
  const name = useParams()["*"] ?? "";
  const trigger = useTrigger(name);
  return (
    <Page
      title={name}
      actions={
        trigger.data !== undefined && (
          <>
            <TriggerState trigger={trigger.data} />
            <TriggerActions trigger={trigger.data} />
          </>
        )
      }
    >
      <Stack gap="lg">
        {trigger.isPending && <Rows count={6} />}
        {trigger.isError && trigger.data === undefined && (
          <Failure error={trigger.error} retry={() => void trigger.refetch()} what="The trigger could not be loaded" />
        )}
        {trigger.data !== undefined && (
          <>
            <Text size="sm" c="dimmed">
              Events of <Link to={topicPath(trigger.data.topic)}>{trigger.data.topic}</Link> go to{" "}
              <Link to={functionPath(trigger.data.function)}>{trigger.data.function}</Link>
              {trigger.data.options.batchSize > 1 && ` in batches of up to ${trigger.data.options.batchSize}`}. A failing event is
              delivered up to {trigger.data.options.retry.attempts} times, then{" "}
              {trigger.data.options.onFailure === "park" ? "becomes a dead letter" : "blocks its partition"}.
            </Text>
            {trigger.data.totals.unaccounted !== 0 && (
              <Failure
                error={new Error(`${trigger.data.totals.unaccounted} events are unaccounted for`)}
                what="The totals do not add up"
              />
            )}
            <DeadLetters trigger={name} total={trigger.data.totals.deadLetters} />
            <Partitions trigger={trigger.data} />
          </>
        )}
      </Stack>
    </Page>
  );
}

function Partitions({ trigger }: { trigger: Trigger }) {
  return (
    <section aria-labelledby="partitions">
      <Title order={2} size="h4" mb="xs" id="partitions">
        Partitions
      </Title>
      <Table className={classes["table"] ?? ""} verticalSpacing={7} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Partition</Table.Th>
            <Table.Th ta="right">Position</Table.Th>
            <Table.Th ta="right">Pending</Table.Th>
            <Table.Th ta="right">Delivered</Table.Th>
            <Table.Th ta="right">Parked</Table.Th>
            <Table.Th ta="right">Dropped</Table.Th>
            <Table.Th>Last error</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(trigger.partitions ?? []).map((each) => (
            <Table.Tr key={each.partition} className={classes["row"] ?? ""}>
              <Table.Td>
                {each.partition} {each.blocked && <Tag tone="red">blocked</Tag>}
              </Table.Td>
              {[each.position, each.pending, each.delivered, each.parked, each.dropped].map((number, column) => (
                <Table.Td key={column} ta="right" className={classes["number"] ?? ""}>
                  {count(number)}
                </Table.Td>
              ))}
              <Table.Td maw={420}>
                <Text size="sm" c="dimmed" truncate title={each.lastError}>
                  {each.lastError ?? ""}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
