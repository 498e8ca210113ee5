import { Table, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { TopicEvent } from "../api/topics";
import { Ago } from "../parts/Ago";
import { pretty } from "../parts/format";
import classes from "../parts/Table.module.css";
import { ValueBlock } from "../invocations/ValueBlock";

/** Events as rows; one opens to its whole payload and headers. */
export function EventTable({ events }: { events: readonly TopicEvent[] }) {
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <Table className={classes["table"] ?? ""} verticalSpacing={7} horizontalSpacing="sm" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={140}>When</Table.Th>
          <Table.Th w={120}>Offset</Table.Th>
          <Table.Th w={200}>Key</Table.Th>
          <Table.Th>Payload</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((each) => (
          <EventRow
            key={each.id}
            event={each}
            opened={opened === each.id}
            toggle={() => setOpened(opened === each.id ? null : each.id)}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface Props {
  event: TopicEvent;
  opened: boolean;
  toggle: () => void;
}

function EventRow({ event, opened, toggle }: Props) {
  const place = `${event.partition}:${event.offset}`;
  return (
    <>
      <Table.Tr className={classes["row"] ?? ""}>
        <Table.Td className={`faint ${classes["when"]}`}>
          <Ago at={event.appendedAt} />
        </Table.Td>
        <Table.Td className={classes["number"] ?? ""}>{place}</Table.Td>
        <Table.Td>
          <Text size="sm" truncate title={event.key}>
            {event.key ?? <span className="faint">none</span>}
          </Text>
        </Table.Td>
        <Table.Td>
          <UnstyledButton onClick={toggle} aria-expanded={opened} aria-label={`Event ${place}`} w="100%">
            <Text size="sm" ff="monospace" truncate>
              {JSON.stringify(event.payload)}
            </Text>
          </UnstyledButton>
        </Table.Td>
      </Table.Tr>
      {opened && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <ValueBlock label="Payload" text={pretty(event.payload)} />
            {Object.keys(event.headers).length > 0 && <ValueBlock label="Headers" text={pretty(event.headers)} />}
            <Text size="xs" c="dimmed" mt={4}>
              Event {event.id}
            </Text>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
